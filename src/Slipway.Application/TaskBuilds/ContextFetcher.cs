using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;

namespace Slipway.Application.TaskBuilds;

/// <summary>Gets the build context and sees to it that it is the one that was hashed.</summary>
internal sealed class ContextFetcher(
    Func<ITaskArtifacts> artifacts, string workFolder, IProgress<long> progress)
{
    /// <exception cref="SlipwayException">It is gone, another one, or none.</exception>
    public async Task<PackedContext> FetchAsync(TaskBuildSettings settings, CancellationToken cancellationToken)
    {
        string file = settings.ContextFile ?? await DownloadAsync(settings, cancellationToken);
        try
        {
            var limits = ContextLimits.Default with { Expansion = settings.Expansion };
            return await PackedContext.OpenAsync(
                file, settings.Dockerfile, settings.ContextHash, limits, cancellationToken);
        }
        catch (SlipwayException failure) when (settings.ContextFile is not null)
        {
            // A person may have handed in the wrong one of several.
            throw new SlipwayException(
                failure.Diagnostics[0] with
                {
                    Message = $"{Display.Line(file)} cannot be built: {failure.Diagnostics[0].Message}",
                },
                failure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskBuildCodes.ContextGone,
                    $"{file} cannot be read: {exception.Message}",
                    "Check that the file is there and may be read."),
                exception);
        }
    }

    private async Task<string> DownloadAsync(TaskBuildSettings settings, CancellationToken cancellationToken)
    {
        var (task, artifact) = (settings.ContextTask!.Value, settings.ContextArtifact!.Value);
        string file = Path.Join(workFolder, "context");
        try
        {
            await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (await artifacts().DownloadAsync(task, artifact, stream, progress, cancellationToken) is not null)
            {
                return file;
            }
        }
        catch (IOException exception)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskBuildCodes.WorkFolderFailed,
                    $"{file} cannot be written: {exception.Message}",
                    "Make room there, or set TMPDIR to a folder with room."),
                exception);
        }

        throw new SlipwayException(new Diagnostic(
            TaskBuildCodes.ContextGone,
            $"Task {task} has no artifact {artifact}",
            "Run the decision again: contexts expire with the task that made them."));
    }
}
