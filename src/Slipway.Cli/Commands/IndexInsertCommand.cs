using System.CommandLine;
using System.Globalization;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index insert</c></summary>
internal sealed class IndexInsertCommand : SlipwayCommand
{
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(28);

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
        var ns = NamespaceArgument.Parse(invocation.Arguments.GetRequiredValue(_namespace));
        var build = await IndexableBuild.FindAsync(
            invocation, invocation.Arguments.GetRequiredValue(_taskId), cancellationToken);
        RequireTrust(ns, build);
        var life = ReadDays(invocation.Arguments.GetValue(_days));
        var entry = new IndexEntry(
            ns,
            build.Id,
            ReadRank(invocation.Arguments.GetValue(_rank)) ?? build.Rank,
            invocation.Clock.GetUtcNow() + life,
            build.Data);
        var standing = await invocation.SharedIndex.InsertAsync(entry, cancellationToken);
        if (standing.Rank > entry.Rank)
        {
            invocation.Terminal.ErrorLine(
                $"{ns} keeps build {standing.Build}, whose rank {standing.Rank} is higher than {entry.Rank}; --rank says another.");
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

    private static TimeSpan ReadDays(string? text) =>
        text is null ? DefaultLife
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 36500
            ? TimeSpan.FromDays(days)
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidExpiry, $"'{text}' days is no life for an entry", "Give a number from 1 to 36500."));

    private static long? ReadRank(string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rank)
            ? rank
            : throw new SlipwayException(new Diagnostic(
                CliCodes.InvalidValue, $"'{text}' is not a value for --rank", "Give a whole number, such as seconds since 1970."));

    /// <summary>A build never gets a name that speaks of a higher level, or of another digest.</summary>
    private static void RequireTrust(IndexNamespace ns, IndexableBuild build)
    {
        if (!NamespaceClaims.AllowsWriting(ns, build.Scope))
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.LevelTooLow,
                $"Build {build.Id} was made {ScopeText.Of(build.Scope)} and cannot be indexed as {ns}",
                "Build it with `--level N` where that level is trusted."));
        }

        if (build.Digest is { } built && NamespaceClaims.Digests(ns).Any(digest => digest != built))
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.OtherDigest,
                $"Build {build.Id} has the digest {built}, not the one that {ns} names",
                "Name the build's own digest, or use a namespace without one."));
        }
    }
}
