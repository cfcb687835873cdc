using Slipway.Core.Diagnostics;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Engines;
using Slipway.Core.Storage;
using Slipway.Core.Values;

namespace Slipway.Execution.TaskBuilds;

/// <summary>Brings the parents of one build into the engine, and takes their names back afterwards.</summary>
internal sealed class EngineParents(TaskBuildPorts ports, IProgress<long> progress) : IAsyncDisposable
{
    // As in ParentImages: a name that no registry can ever serve.
    private const string LocalRegistry = "slipway.invalid/";

    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(20);

    private readonly BuildId _run = BuildId.New();
    private readonly List<string> _given = [];

    /// <returns>What the Dockerfile is to name in each place.</returns>
    /// <exception cref="SlipwayException">An image is gone, or is not what its worker signed for.</exception>
    public async Task<IReadOnlyDictionary<ImageReferenceUse, string>> ProvideAsync(
        IEnumerable<ParentUse> parents, string? parentFile, CancellationToken cancellationToken)
    {
        var references = new Dictionary<ImageReferenceUse, string>();
        foreach (var parent in parents)
        {
            var image = parent.Task is { } task
                ? await FetchAsync(task, cancellationToken)
                : await TakeAsync(parentFile!, cancellationToken);
            await new EngineImages(ports.Engine, ports.Store).LoadAsync(image, progress, cancellationToken);
            string reference = await NameAsync(image.ImageHash, cancellationToken);
            foreach (var place in parent.Places)
            {
                references[place] = reference;
            }
        }

        return references;
    }

    /// <summary>Gives an image a name of this build, which holds it in the engine until the end.</summary>
    public async Task<string> NameAsync(Sha256Digest image, CancellationToken cancellationToken)
    {
        string reference = $"{LocalRegistry}task:{image}-{_run}";
        _given.Add(reference);
        await ports.Engine.TagAsync(image, reference, cancellationToken);
        return reference;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(CleaningTime);
        try
        {
            // What was built on others goes first, or they could not go.
            foreach (string reference in Enumerable.Reverse(_given).Distinct())
            {
                await ports.Engine.UntagAsync(reference, limit.Token);
            }
        }
        catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
        {
            // Cleaning up is no failure: nothing uses what an engine keeps that does not answer any more.
        }
    }

    private async Task<StoredImage> FetchAsync(TaskId task, CancellationToken cancellationToken) =>
        await ports.Images().FetchAsync(new BuiltImage(task.Build, null), progress, cancellationToken)
        ?? throw new SlipwayException(new Diagnostic(
            TaskBuildCodes.ParentGone,
            $"Task {task}, which built the parent, has no artifact {Core.Tasks.ArtifactName.Image} any more",
            "Run the decision again: it builds the parent anew."));

    private async Task<StoredImage> TakeAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return (await ports.Store.TakeAsync(BuildId.New(), archive, progress, cancellationToken)).Image;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskBuildCodes.ParentGone, $"{file} cannot be read: {exception.Message}", "Check that the file is there and may be read."),
                exception);
        }
    }
}
