using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Engines;
using Slipway.Model.Storage;

namespace Slipway.Application.Closing;

/// <summary>A build that is to be closed.</summary>
internal sealed record ClosingRequest
{
    /// <summary>The image, for messages.</summary>
    public required string Image { get; init; }

    public required ExpandedDockerfile Dockerfile { get; init; }

    /// <summary>The Dockerfile's path, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The Dockerfile's path in the context.</summary>
    public string DockerfileName { get; init; } = BuildRequest.UsualDockerfile;

    /// <summary>What it was read with.</summary>
    public required DockerfileSettings Settings { get; init; }

    /// <summary>Whether a place names an image that the build was planned with.</summary>
    public required Func<ImageReferenceUse, bool> IsParent { get; init; }

    /// <summary>Fetches the image that such a place names.</summary>
    public required Func<ImageReferenceUse, CancellationToken, Task<StoredImage>> FetchParent { get; init; }

    /// <summary>Whose cache mounts it may use: builds of other texts have other ones.</summary>
    public required string CacheScope { get; init; }

    /// <summary>Bytes sent to the engine, now and then.</summary>
    public IProgress<long>? Progress { get; init; }
}
