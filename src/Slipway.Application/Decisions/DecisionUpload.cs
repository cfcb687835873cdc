using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>Uploads the files of a decision as artifacts of the run that decides.</summary>
public sealed class DecisionUpload(ITaskQueue queue, ITaskArtifacts artifacts)
{
    /// <param name="task">The task that decides.</param>
    /// <param name="run">Its run, from 0 on.</param>
    /// <param name="expires">When the artifacts expire, unless the task does before.</param>
    /// <param name="progress">Hears of each file when it is there.</param>
    /// <exception cref="SlipwayException">There is no such task, or a file cannot be uploaded.</exception>
    public async Task RunAsync(
        IEnumerable<DecisionFile> files,
        TaskId task,
        int run,
        DateTimeOffset expires,
        IProgress<DecisionFile>? progress,
        CancellationToken cancellationToken)
    {
        var latest = await ExpiryOfAsync(task, cancellationToken);
        foreach (var file in files)
        {
            var upload = new ArtifactUpload
            {
                Task = task,
                Run = run,
                Name = file.Name,
                ContentType = file.ContentType,
                Expires = expires < latest ? expires : latest,
                Size = new FileInfo(file.Path).Length,
            };
            await artifacts.UploadAsync(upload, offset => OpenAt(file.Path, offset), progress: null, cancellationToken);
            progress?.Report(file);
        }
    }

    // The Queue refuses artifacts that would outlive their task.
    private async Task<DateTimeOffset> ExpiryOfAsync(TaskId task, CancellationToken cancellationToken)
    {
        var definition = await queue.FindDefinitionAsync(task, cancellationToken)
            ?? throw new SlipwayException(new Diagnostic(
                TaskCodes.NotInATask,
                $"The Queue has no task {task}, so nothing can be uploaded to it",
                "Decide in a task, whose id is in $TASK_ID, or leave out --upload."));
        return DateTimeOffset.TryParse(
            definition["expires"]?.ToString(),
            null,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var expires)
            ? expires
            : DateTimeOffset.MaxValue;
    }

    private static FileStream OpenAt(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return stream;
    }
}
