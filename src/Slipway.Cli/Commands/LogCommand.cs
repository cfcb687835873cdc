using System.CommandLine;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway log</c></summary>
internal sealed class LogCommand : SlipwayCommand
{
    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly Option<string?> _build = new("--task-id")
    {
        Description = "A certain build (default: the newest)",
        HelpName = "ID",
    };

    private readonly Option<bool> _list = new("--list")
    {
        Description = "List the builds of the image instead",
    };

    private readonly Option<bool> _raw = new("--raw")
    {
        Description = "The bytes that are kept, exactly, with whatever they do to a terminal",
    };

    public LogCommand()
        : base("log", "Print the log of an image's newest build")
    {
        Arguments.Add(_image);
        Options.Add(_build);
        Options.Add(_list);
        Options.Add(_raw);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway log app", "what the engine printed when app was last built"),
        new("slipway log app --list", "every build of app"),
        new("slipway log app --raw > app.log", "the kept bytes, for another program"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string image = invocation.Arguments.GetRequiredValue(_image);
        if (invocation.Arguments.GetValue(_list) || invocation.Json)
        {
            Write(invocation, await invocation.Workspace.BuildsAsync(image, cancellationToken));
            return ExitCode.Done;
        }

        await using var log = await invocation.Workspace.OpenLogAsync(
            image, invocation.Arguments.GetValue(_build), cancellationToken);
        if (invocation.Arguments.GetValue(_raw))
        {
            await invocation.Terminal.Output.FlushAsync(cancellationToken);
            await using var output = StandardStreams.OpenOutput();
            await log.CopyToAsync(output, cancellationToken);
        }
        else
        {
            await LogRenderer.WriteAsync(log, invocation.Terminal.Output, cancellationToken);
        }

        return ExitCode.Done;
    }

    private static void Write(Invocation invocation, IReadOnlyList<BuildRecord> records)
    {
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<BuildRecordDocument>>(
                invocation.Terminal.Output, [.. records.Select(ToDocument)]);
            return;
        }

        var table = new TextTable("BUILD", "RESULT", "DIGEST", "LEVEL", "STARTED", "TIME", "SIZE");
        foreach (var record in records)
        {
            table.Add(
                record.Result == BuildResult.Succeeded ? "green" : "red",
                record.Id.Value,
                NameOf(record.Result),
                record.Digest.Short,
                record.Level.ToString(),
                Units.Moment(record.Started),
                Units.Duration(record.Finished - record.Started),
                record.Size is { } size ? Units.Bytes(size) : "-");
        }

        table.Write(invocation.Terminal.OutputConsole);
    }

    private static string NameOf(BuildResult result) => result switch
    {
        BuildResult.Succeeded => "succeeded",
        BuildResult.Failed => "failed",
        BuildResult.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static BuildRecordDocument ToDocument(BuildRecord record) => new(
        record.Id.Value,
        record.Image.Value,
        record.Digest.ToString(),
        record.Level.ToString(),
        record.Project,
        record.Revision,
        record.PushDate,
        record.Started,
        record.Finished,
        NameOf(record.Result),
        record.ImageHash?.ToString(),
        record.Size,
        record.Engine);
}
