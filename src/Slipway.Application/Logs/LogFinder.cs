using Slipway.Application.Requests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Logs;

/// <summary>
/// Finds the builds of an image and what the engine printed. The image may be gone from the tree, or break it.
/// </summary>
internal sealed class LogFinder(WorkspaceParts parts)
{
    private const int ListLimit = 100;

    /// <summary>The builds of an image, the newest first.</summary>
    /// <exception cref="SlipwayException">The text is no name of an image.</exception>
    public Task<IReadOnlyList<BuildRecord>> ListAsync(string image, CancellationToken cancellationToken) =>
        parts.Store.Builds.ListAsync(NameOf(image), ListLimit, cancellationToken);

    /// <summary>The log of a build.</summary>
    /// <param name="build">The id of the build; null for the newest.</param>
    /// <exception cref="SlipwayException">There is no such build, or its log is gone.</exception>
    public async Task<Stream> OpenAsync(string image, string? build, CancellationToken cancellationToken)
    {
        var name = NameOf(image);
        var id = await FindAsync(name, build, cancellationToken);
        return parts.Store.Builds.OpenLog(id) ?? throw NoLog($"The log of build {id} of {name} is gone");
    }

    private async Task<BuildId> FindAsync(ImageName name, string? build, CancellationToken cancellationToken)
    {
        if (build is not null)
        {
            return BuildId.TryParse(build, out var id) ? id : throw NoLog($"'{build}' is not the id of a build");
        }

        var newest = await parts.Store.Builds.ListAsync(name, 1, cancellationToken);
        return newest is [var record] ? record.Id : throw NoLog($"{name} was never built here");
    }

    private static ImageName NameOf(string text) =>
        ImageName.TryParse(text, out var name) ? name : throw NoLog($"'{text}' is not an image name");

    private static SlipwayException NoLog(string message) =>
        new(
            new Diagnostic(
                RequestCodes.NoLog,
                message,
                "Run `slipway list` for the images and `slipway log IMAGE --list` for their builds."));
}
