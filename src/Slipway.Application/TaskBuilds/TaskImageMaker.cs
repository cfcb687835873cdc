using System.Collections;
using Slipway.Application.Backends;
using Slipway.Application.Files;
using Slipway.Application.Signing;
using Slipway.Application.Workspaces.Parts;
using Slipway.Files.Scratch;
using Slipway.Model.Engines;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Application.TaskBuilds;

/// <summary>Builds the image of the Taskcluster task in which this process runs.</summary>
/// <param name="parts">What is opened; the tree and the store are not.</param>
/// <param name="report">Called with what happens.</param>
internal sealed class TaskImageMaker(WorkspaceParts parts, Action<TaskBuildEvent> report)
{
    public async Task<TaskBuildResult> MakeAsync(TaskBuildOptions options, CancellationToken cancellationToken)
    {
        var settings = TaskEnvironmentReader.Read(
            Variables(),
            options.Context ?? Mounted(TaskBuildOptions.MountedContext),
            options.Parent ?? Mounted(TaskBuildOptions.MountedParent)) with
        {
            Expansion = MachineLimits.Expansion(),
        };
        if (options.Upload)
        {
            TaskBuilder.RequireRun(settings);
        }

        var signer = await new SignerFinder(parts).FindIfSaidAsync(options.Signing, cancellationToken);
        ChainOfTrustMaker.Require(signer, (settings.Task, settings.Run) is (not null, not null));
        if ((settings.Task, settings.Run) is (not null, not null) && (options.Upload || signer is not null))
        {
            // What is missing for the end is said before hours of building.
            _ = parts.Taskcluster;
        }

        string output = Path.GetFullPath(options.Output);
        if (output != TaskBuildOptions.DefaultOutput)
        {
            OutputFile.RequireFolder(output);
        }

        using var folder = ScratchFolder.Create(ScratchPurpose.Task);
        using var store = EmbeddedStore.Open(new StoreOptions
        {
            Home = Path.Join(folder.Path, "store"),
            TimeProvider = parts.Clock,
            Expansion = MachineLimits.Expansion(),
        });
        using var statements = parts.Guards.StatementsOfTask(store.Statements);
        await using var builder = new TaskBuilder(
            settings,
            new TaskBuildPorts
            {
                Engine = await parts.EngineWithoutTreeAsync(cancellationToken),
                Store = store.Images,
                Secret = store.Secret,
                Artifacts = () => parts.Taskcluster.Artifacts,
                Queue = () => parts.Taskcluster.Queue,
                Images = () => new TaskImages(
                    parts.Taskcluster.Queue,
                    parts.Taskcluster.Artifacts,
                    store.Images,
                    parts.Clock,
                    problem => report(new TaskBuildEvent.Warned(problem)),
                    parts.Guards.ChainsOfTask),
                ParentFiles = new ParentFileGuard(parts.Guards.ChainsOfTask, statements, settings.ParentTask),
                WorkFolder = folder.Path,
            },
            report);
        var image = await builder.BuildAsync(cancellationToken);
        var result = await WriteAsync(builder, image, settings, output, cancellationToken);
        ChainOfTrustMaker.RemoveOld(Path.GetDirectoryName(output)!);
        if (options.Upload)
        {
            await builder.UploadAsync(output, result, cancellationToken);
        }

        return options.Upload || signer is not null
            ? result with
            {
                ChainOfTrust = await StateAsync(
                    builder, settings, result, output, signer, options, report, cancellationToken),
            }
            : result;
    }

    private async Task<WrittenChainOfTrust?> StateAsync(
        TaskBuilder builder,
        TaskBuildSettings settings,
        TaskBuildResult result,
        string output,
        ISigner? signer,
        TaskBuildOptions options,
        Action<TaskBuildEvent> report,
        CancellationToken cancellationToken)
    {
        if ((settings.Task, settings.Run) is not ({ } task, { } run))
        {
            return null;
        }

        var written = await new ChainOfTrustMaker(() => parts.Taskcluster.Documents, signer).WriteAsync(
            task,
            run,
            result.File.Sha256,
            Path.GetDirectoryName(output)!,
            problem => report(new TaskBuildEvent.Warned(problem)),
            cancellationToken);
        foreach (var (file, name, type) in
            options.Upload && written is not null ? ChainOfTrustMaker.Artifacts(written) : [])
        {
            await builder.UploadAsync(file, name, type, new FileInfo(file).Length, cancellationToken);
        }

        return written;
    }

    private async Task<TaskBuildResult> WriteAsync(
        TaskBuilder builder,
        EngineImage image,
        TaskBuildSettings settings,
        string output,
        CancellationToken cancellationToken)
    {
        if (output == TaskBuildOptions.DefaultOutput)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        }

        TaskBuildResult? result = null;
        if (settings.Owner is not { } owner)
        {
            await OutputFile.WriteAsync(
                output,
                async (stream, token) => result = await builder.PackAsync(image, stream, null, token),
                cancellationToken);
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
        await FileOwner.ChangeAsync([output, plain], owner, parts.Clock, cancellationToken);
        return result!;
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
