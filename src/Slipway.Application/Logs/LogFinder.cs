using Slipway.Application.Backends;
using Slipway.Application.Planning;
using Slipway.Application.Requests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Logs;

/// <summary>
/// Finds the builds of an image and what the engine printed. The image may be gone from the tree, or break it.
/// </summary>
internal sealed class LogFinder(WorkspaceParts parts)
{
    private const int ListLimit = 100;

    // Bytes; logs of builds have a few megabytes.
    private const int LargestLog = 256 * 1024 * 1024;

    /// <summary>The builds of an image, the newest first.</summary>
    /// <exception cref="SlipwayException">The text is no name of an image.</exception>
    public async Task<IReadOnlyList<BuildRecord>> ListAsync(string image, CancellationToken cancellationToken) =>
        await NewestAsync(await NameOfAsync(image, cancellationToken), ListLimit, cancellationToken);

    /// <summary>The log of a build.</summary>
    /// <param name="image">The image.</param>
    /// <param name="build">The id of the build, or of the task that was one; null for the newest.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">There is no such build, or its log is gone.</exception>
    public async Task<Stream> OpenAsync(string image, string? build, CancellationToken cancellationToken)
    {
        var name = await NameOfAsync(image, cancellationToken);
        var id = await FindAsync(name, build, cancellationToken);
        return parts.Store.Builds.OpenLog(id)
            ?? (HasTasks && TaskId.Of(id) is { } task ? await OfTaskAsync(task, cancellationToken) : null)
            ?? (parts.BackendKind == BackendKind.Registry
                ? await parts.Shared.Records.FindLogAsync(name, id, cancellationToken)
                : null)
            ?? throw NoLog($"The log of build {id} of {name} is gone");
    }

    private bool HasTasks => parts.BackendKind == BackendKind.Taskcluster;

    private async Task<IReadOnlyList<BuildRecord>> NewestAsync(
        ImageName name, int limit, CancellationToken cancellationToken)
    {
        var here = await parts.Builds.ListAsync(name, limit, cancellationToken);
        if (!HasTasks)
        {
            return here;
        }

        var services = parts.Taskcluster;
        var tasks = await new IndexedBuilds(services.Index, services.Queue, parts.Config)
            .ListAsync(name, limit, cancellationToken);
        return
        [
            .. here.Concat(tasks.Select(task => task.ToRecord()))
                .OrderByDescending(record => record.Finished)
                .Take(limit),
        ];
    }

    // The one is there when a task has ended, the other from its beginning on.
    private async Task<Stream?> OfTaskAsync(TaskId task, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { ArtifactName.Log, ArtifactName.LiveLog })
        {
            if (await parts.Taskcluster.Artifacts.FindAsync(task, name, LargestLog, cancellationToken) is { } log)
            {
                return new MemoryStream(log.ToArray(), writable: false);
            }
        }

        return null;
    }

    private async Task<BuildId> FindAsync(ImageName name, string? build, CancellationToken cancellationToken)
    {
        if (build is not null)
        {
            return BuildId.TryParse(build, out var id) ? id : throw NoLog($"'{build}' is not the id of a build");
        }

        return await NewestAsync(name, 1, cancellationToken) is [var record]
            ? record.Id
            : throw NoLog(parts.SharedPlace is { } place
                ? $"Neither this store nor {place} has a build of {name}"
                : $"{name} was never built here");
    }

    private Task<ImageName> NameOfAsync(string image, CancellationToken cancellationToken) =>
        BuiltName.OfAsync(parts, NameOf(parts.NameOf(image)), cancellationToken);

    private static ImageName NameOf(string text) =>
        ImageName.TryParse(text, out var name) ? name : throw NoLog($"'{text}' is not an image name");

    private static SlipwayException NoLog(string message) =>
        new(
            new Diagnostic(
                RequestCodes.NoLog,
                message,
                "Run `slipway list` for the images and `slipway log IMAGE --list` for their builds."));
}
