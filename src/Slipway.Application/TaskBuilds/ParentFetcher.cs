using Slipway.Application.Backends;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Application.Trusting;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Fetches the parents of one build into its store.</summary>
internal sealed class ParentFetcher(TaskBuildPorts ports, string? parentFile, IProgress<long> progress)
{
    /// <exception cref="SlipwayException">The image is gone, or is not what its worker wrote down.</exception>
    public async Task<StoredImage> FetchAsync(ParentUse parent, CancellationToken cancellationToken)
    {
        if (parent.Task is not { } task)
        {
            return await TakeAsync(parentFile!, cancellationToken);
        }

        return await ports.Images().FetchAsync(new BuiltImage(task.Build, null), progress, cancellationToken)
            ?? throw new SlipwayException(new Diagnostic(
                TaskBuildCodes.ParentGone,
                $"Task {task}, which built the parent, has no artifact {ArtifactName.Image} any more",
                "Run the decision again: it builds the parent anew."));
    }

    private async Task<StoredImage> TakeAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                1,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            // Read once: what is judged has to be what is used.
            await using var read = new HashedReading(archive);
            var taken = await ForeignArchive.TakeAsync(
                ports.Store,
                BuildId.New(),
                Display.Line(file),
                "Hand in the archive of one image, as 'docker save', 'podman save' or 'skopeo copy' writes it.",
                read,
                null,
                progress,
                cancellationToken);
            if (ports.ParentFiles is { } guard)
            {
                await guard.AdmitAsync(
                    file, await read.FinishAsync(cancellationToken), taken.Image, cancellationToken);
            }

            return taken.Image;
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskBuildCodes.ParentGone,
                    $"{file} cannot be read: {exception.Message}",
                    "Check that the file is there and may be read."),
                exception);
        }
    }
}
