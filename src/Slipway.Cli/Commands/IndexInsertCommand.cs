using System.CommandLine;
using System.Globalization;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index insert</c></summary>
internal sealed class IndexInsertCommand : SlipwayCommand
{
    private readonly Argument<string> _namespace = new("NAMESPACE")
    {
        Description = "The whole namespace",
        CompletionSources = { NamespaceCompletion.Entries },
    };

    private readonly Option<string> _taskId = new("--task-id")
    {
        Description = "The build that it points to; on Taskcluster the task",
        HelpName = "ID",
        Required = true,
    };

    private readonly Option<string?> _rank = new("--rank")
    {
        Description = "An equal or higher rank replaces (default: the build's push date in seconds)",
        HelpName = "N",
    };

    private readonly Option<string?> _days = new("--expires-days")
    {
        Description = "After how many days the entry expires (default: 28)",
        HelpName = "DAYS",
    };

    public IndexInsertCommand()
        : base("insert", "Point a namespace at a build")
    {
        Arguments.Add(_namespace);
        Options.Add(_taskId);
        Options.Add(_rank);
        Options.Add(_days);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index insert PREFIX.pinned.app --task-id ID", "a name of your own for a build"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var index = invocation.Workspace.Index;
        var insertion = await index.PrepareAsync(
            invocation.Arguments.GetRequiredValue(_namespace),
            invocation.Arguments.GetRequiredValue(_taskId),
            cancellationToken);
        insertion = insertion with { Life = ReadDays(invocation.Arguments.GetValue(_days)) ?? insertion.Life };
        insertion = insertion with { Rank = ReadRank(invocation.Arguments.GetValue(_rank)) ?? insertion.Rank };
        var standing = await index.InsertAsync(insertion, cancellationToken);
        if (standing.Rank > insertion.Rank)
        {
            invocation.Terminal.ErrorLine(
                $"{insertion.Namespace} keeps build {standing.Build}, whose rank {standing.Rank} is higher than "
                + $"{insertion.Rank}; --rank says another.");
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, IndexRenderer.ToDocument(standing));
        }
        else
        {
            IndexRenderer.Write(standing, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }

    private static TimeSpan? ReadDays(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 36500
            ? TimeSpan.FromDays(days)
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidExpiry, $"'{text}' days is no life for an entry", "Give a number from 1 to 36500."));

    private static long? ReadRank(string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rank) ? rank
        : throw new SlipwayException(new Diagnostic(
            RequestCodes.InvalidValue,
            $"'{text}' is not a value for --rank",
            "Give a whole number, such as seconds since 1970."));
}
