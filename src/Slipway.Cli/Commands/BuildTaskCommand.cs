using System.Collections;
using System.CommandLine;
using Slipway.Application.TaskBuilds;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway build-task</c></summary>
internal sealed class BuildTaskCommand : SlipwayCommand
{
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write",
        HelpName = "FILE",
        DefaultValueFactory = _ => TaskBuildOptions.DefaultOutput,
    };

    private readonly Option<bool> _upload = new("--upload")
    {
        Description = "Make the file an artifact of this task here, and do not leave that to the worker",
    };

    private readonly Option<string?> _context = new("--context")
    {
        Description =
            $"The build context as a file (default: {TaskBuildOptions.MountedContext} when it is there, else "
            + "CONTEXT_PATH of CONTEXT_TASK_ID)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _parent = new("--parent")
    {
        Description =
            $"The parent image as a file (default: {TaskBuildOptions.MountedParent} when it is there, else the image "
            + "of PARENT_TASK_ID)",
        HelpName = "FILE",
    };

    private readonly SigningOptionSet _signing = new();

    public BuildTaskCommand()
        : base("build-task", "Build the image of the Taskcluster task in which this runs")
    {
        Options.Add(_output);
        Options.Add(_upload);
        Options.Add(_context);
        Options.Add(_parent);
        Options.Add(EngineOption.Create());
        _signing.AddKeysTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway build-task", "what the task's environment asks for"),
        new("slipway build-task --engine buildah --upload", "without a daemon, uploading the image itself"),
        new("slipway build-task --context base.tar.gz --output base.tar.zst", "from a file of this machine"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = new TaskBuildOptions
        {
            Context = invocation.Arguments.GetValue(_context),
            Parent = invocation.Arguments.GetValue(_parent),
            Output = invocation.Arguments.GetRequiredValue(_output),
            Upload = invocation.Arguments.GetValue(_upload),
            Signing = _signing.Read(invocation.Arguments),
        };
        var progress = new TaskBuildProgress(invocation.Terminal);
        var result = await invocation.Workspace.BuildTaskAsync(options, progress.Report, cancellationToken);
        Print(invocation, result, Path.GetFullPath(options.Output), options.Upload);
        return ExitCode.Done;
    }

    private static void Print(Invocation invocation, TaskBuildResult result, string output, bool uploaded)
    {
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new TaskBuildDocument(
                result.Image.ImageHash.ToString(),
                result.Tag,
                [.. result.Image.DiffIds.Select(diffId => diffId.ToString())],
                output,
                result.File.Sha256.ToString(),
                result.File.Size,
                result.File.ArchiveSize,
                uploaded,
                result.ChainOfTrust?.File,
                result.ChainOfTrust?.Signature));
            return;
        }

        invocation.Terminal.Output.WriteLine($"{result.Tag} is {result.Image.ImageHash.ToOciString()}");
        invocation.Terminal.Output.WriteLine(
            $"{output}: {Units.Bytes(result.File.Size)} of {Units.Bytes(result.File.ArchiveSize)}, SHA-256 "
            + $"{result.File.Sha256}");
        if (result.ChainOfTrust is { } chain)
        {
            invocation.Terminal.Output.WriteLine(
                $"{chain.File}: {(chain.Signature is null ? "not signed" : $"signed, {chain.Signature}")}");
        }
    }
}
