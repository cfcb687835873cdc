using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Chains;
using Slipway.Trust.Codes;

namespace Slipway.Application.Backends;

/// <summary>
/// The images that tasks built, as artifacts of theirs; what was fetched once is kept in a store of this machine.
/// </summary>
/// <param name="queue">The tasks.</param>
/// <param name="artifacts">Their artifacts.</param>
/// <param name="local">Keeps layers that images share once, and loads engines with what they lack.</param>
/// <param name="clock">Says what has expired.</param>
/// <param name="warn">Called for an image whose hash no worker wrote down.</param>
/// <param name="guard">Says which images may be used.</param>
public sealed class TaskImages(
    ITaskQueue queue,
    ITaskArtifacts artifacts,
    IImageStore local,
    TimeProvider clock,
    Action<Diagnostic> warn,
    IImageGuard guard)
    : IImageSource
{
    private readonly TaskRecords _tasks = new(queue, artifacts, clock.GetUtcNow);
    private readonly TrustedArtifacts _trusted = new(artifacts);

    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        await local.HasAsync(image, cancellationToken)
        || (TaskId.Of(image.Build) is { } task
            && await artifacts.HasAsync(task, ArtifactName.Image, cancellationToken));

    public async Task<IReadOnlySet<BuiltImage>> FindPresentAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken)
    {
        var present = new HashSet<BuiltImage>(await local.FindPresentAsync(images, cancellationToken));
        BuiltImage[] elsewhere = [.. images.Where(image => !present.Contains(image))];
        var tasks = await _tasks.FindWithImageAsync(
            [.. elsewhere.Select(image => TaskId.Of(image.Build)).OfType<TaskId>().Distinct()], cancellationToken);
        present.UnionWith(elsewhere.Where(image => TaskId.Of(image.Build) is { } task && tasks.Contains(task)));
        return present;
    }

    public async Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        (await _tasks.FindFactsAsync([image], cancellationToken))[image];

    public Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindManyFactsAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken) =>
        _tasks.FindFactsAsync(images, cancellationToken);

    public Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
        FetchAsync(image, copy: null, progress, cancellationToken);

    Task<StoredImage?> IImageSource.FetchAsync(
        BuiltImage image, Stream copy, IProgress<long>? progress, CancellationToken cancellationToken) =>
        FetchAsync(image, copy, progress, cancellationToken);

    private async Task<StoredImage?> FetchAsync(
        BuiltImage image, Stream? copy, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var admission = TaskId.Of(image.Build) is { } asked
            ? await guard.AdmitAsync(asked, cancellationToken)
            : Admission.Unasked;
        // What lies here counts when it is the image that was verified; else it is fetched again and hashed.
        if (await local.FetchAsync(image, progress, cancellationToken) is { } stored
            && (!admission.IsVerified || (stored.ImageHash == admission.Image && admission.Allows(stored.ImageHash))))
        {
            return stored;
        }

        if (TaskId.Of(image.Build) is not { } task
            || !await artifacts.HasAsync(task, ArtifactName.Image, cancellationToken))
        {
            return null;
        }

        PutResult taken;
        try
        {
            taken = await StreamPipe.RunAsync(
                (destination, token) => DownloadAsync(task, admission, destination, progress, token),
                (archive, token) => TakeAsync(
                    task,
                    image.Build,
                    archive,
                    new Passage { Admit = hash => Admit(task, hash, image.ImageHash, admission), Copy = copy },
                    token),
                cancellationToken);
        }
        catch (GoneException)
        {
            return null;
        }

        if (admission is { IsVerified: true, Archive: { } verified })
        {
            await guard.KeepAsync(task, verified, taken.Image.ImageHash, cancellationToken);
        }

        return taken.Image;
    }

    private static void Admit(TaskId task, ImageHash made, ImageHash? expected, Admission admission)
    {
        if (!admission.Allows(made))
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.ImageNotAllowed,
                $"{ArtifactName.Image} of task {task} holds the image {made.ToOciString()}, which nobody allowed",
                "Look at what changed in it; when it is as it should be, allow it below 'built-images' of the "
                + "policy."));
        }

        if (expected is { } indexed && indexed != made)
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.ArtifactMismatch,
                $"Task {task} made the image {made.ToOciString()}, and the index says {indexed.ToOciString()}",
                "Do not use it: find out who wrote the entry. Build the image again."));
        }
    }

    private async Task<PutResult> TakeAsync(
        TaskId task, BuildId build, Stream archive, Passage passage, CancellationToken cancellationToken)
    {
        try
        {
            return await ForeignArchive.TakeAsync(
                local,
                build,
                $"The artifact {ArtifactName.Image} of the task {task}",
                "Try again; when it happens again, build the image anew.",
                archive,
                passage,
                null,
                cancellationToken);
        }
        catch (SlipwayException)
        {
            // An archive that cannot be read may be one that somebody replaced, which only all of its bytes tell: when
            // they are others, the next read fails and says so.
            await archive.CopyToAsync(Stream.Null, cancellationToken);
            throw;
        }
    }

    private async Task DownloadAsync(
        TaskId task,
        Admission admission,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        if (admission.Archive is { } signed)
        {
            if (!await _trusted.DownloadSignedAsync(
                task, ArtifactName.Image, signed, destination, progress, cancellationToken))
            {
                throw new GoneException();
            }

            return;
        }

        var received = await _trusted.DownloadAsync(task, ArtifactName.Image, destination, progress, cancellationToken)
            ?? throw new GoneException();
        if (!received.IsAttested)
        {
            warn(TrustedArtifacts.Unattested(task, ArtifactName.Image));
        }
    }

    // The Queue keeps the record of an artifact whose bytes its storage has not any more.
    private sealed class GoneException : Exception;
}
