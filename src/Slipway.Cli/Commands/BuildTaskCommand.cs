using System.Collections;
using System.CommandLine;
using Slipway.Application.TaskBuilds;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Engines;
using Slipway.Core.Scratch;
using Slipway.Store;
using Slipway.Store.Packing;
using Slipway.Taskcluster.Backend;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway build-task</c></summary>
internal sealed class BuildTaskCommand : SlipwayCommand
{
    // Where taskgraph's tasks have their artifact, and where 'taskgraph build-image' mounts what it has on the machine.
    private const string DefaultOutput = "/workspace/out/image.tar.zst";
    private const string MountedContext = "/workspace/context.tar.gz";
    private const string MountedParent = "/workspace/parent.tar";

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultOutput,
    };

    private readonly Option<bool> _upload = new("--upload")
    {
        Description = "Make the file an artifact of this task here, and do not leave that to the worker",
    };

    private readonly Option<string?> _context = new("--context")
    {
        Description = $"The build context as a file (default: {MountedContext} when it is there, else CONTEXT_PATH of CONTEXT_TASK_ID)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _parent = new("--parent")
    {
        Description = $"The parent image as a file (default: {MountedParent} when it is there, else the image of PARENT_TASK_ID)",
        HelpName = "FILE",
    };

    public BuildTaskCommand()
        : base("build-task", "Build the image of the Taskcluster task in which this runs")
    {
        Options.Add(_output);
        Options.Add(_upload);
        Options.Add(_context);
        Options.Add(_parent);
        Options.Add(EngineOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway build-task", "what the task's environment asks for"),
        new("slipway build-task --engine buildah --upload", "without a daemon, uploading the image itself"),
        new("slipway build-task --context base.tar.gz --output base.tar.zst", "from a file of this machine"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var settings = TaskEnvironmentReader.Read(
            Variables(),
            invocation.Arguments.GetValue(_context) ?? Mounted(MountedContext),
            invocation.Arguments.GetValue(_parent) ?? Mounted(MountedParent)) with
        {
            Expansion = MachineLimits.Expansion(),
        };
        bool uploads = invocation.Arguments.GetValue(_upload);
        if (uploads)
        {
            TaskBuilder.RequireRun(settings);
        }

        string output = Path.GetFullPath(invocation.Arguments.GetRequiredValue(_output));
        var progress = new TaskBuildProgress(invocation.Terminal);
        using var folder = ScratchFolder.Create(ScratchPurpose.Task);
        using var store = EmbeddedStore.Open(new StoreOptions
        {
            Home = Path.Join(folder.Path, "store"),
            TimeProvider = invocation.Clock,
            Expansion = MachineLimits.Expansion(),
        });
        await using var builder = new TaskBuilder(
            settings,
            new TaskBuildPorts
            {
                Engine = await invocation.EngineWithoutTreeAsync(cancellationToken),
                Store = store.Images,
                Secret = store.Secret,
                Packer = new ImagePacker(),
                Artifacts = () => invocation.Taskcluster.Artifacts,
                Queue = () => invocation.Taskcluster.Queue,
                Images = () => new TaskImages(
                    invocation.Taskcluster.Queue,
                    invocation.Taskcluster.Artifacts,
                    store.Images,
                    problem => progress.Report(new TaskBuildEvent.Warned(problem))),
                WorkFolder = folder.Path,
            },
            progress.Report);
        var image = await builder.BuildAsync(cancellationToken);
        var result = await WriteAsync(builder, image, settings, output, invocation.Clock, cancellationToken);
        if (uploads)
        {
            await builder.UploadAsync(output, result, cancellationToken);
        }

        Print(invocation, result, output, uploads);
        return ExitCode.Done;
    }

    private static async Task<TaskBuildResult> WriteAsync(
        TaskBuilder builder,
        EngineImage image,
        TaskBuildSettings settings,
        string output,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (output == DefaultOutput)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        }

        TaskBuildResult? result = null;
        if (settings.Owner is not { } owner)
        {
            await OutputFile.WriteAsync(
                output, async (stream, token) => result = await builder.PackAsync(image, stream, null, token), cancellationToken);
            return result!;
        }

        // 'taskgraph build-image' asks for an owner, and takes the archive without compression.
        string plain = Path.ChangeExtension(output, null);
        plain = plain == output || !plain.EndsWith(".tar", StringComparison.Ordinal) ? $"{output}.tar" : plain;
        await OutputFile.WriteAsync(
            plain,
            (second, outer) => OutputFile.WriteAsync(
                output, async (stream, token) => result = await builder.PackAsync(image, stream, second, token), outer),
            cancellationToken);
        await FileOwner.ChangeAsync([output, plain], owner, clock, cancellationToken);
        return result!;
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
                uploaded));
            return;
        }

        invocation.Terminal.Output.WriteLine($"{result.Tag} is {result.Image.ImageHash.ToOciString()}");
        invocation.Terminal.Output.WriteLine(
            $"{output}: {Units.Bytes(result.File.Size)} of {Units.Bytes(result.File.ArchiveSize)}, SHA-256 {result.File.Sha256}");
    }

    private static string? Mounted(string path) => File.Exists(path) ? path : null;

    private static Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        return variables;
    }
}
