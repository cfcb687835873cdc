using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>The tags that an image gets in the engine, for people.</summary>
public static class LocalTags
{
    /// <returns><c>&lt;name&gt;:latest</c>, <c>&lt;name&gt;:&lt;first 12 digits&gt;</c>, and for a registry image
    /// <c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c>.</returns>
    public static ImmutableArray<string> Of(ImageDefinition image, Sha256Digest digest)
    {
        var tags = Of(image.Name, digest);
        return image.Registry is { Repository: { } repository, Version: var version }
            ? tags.Add($"{repository}:{version}")
            : tags;
    }

    /// <summary>The tags of an image that may not be in the tree any more, and whose digest may not be known.</summary>
    public static ImmutableArray<string> Of(ImageName name, Sha256Digest? digest) =>
        digest is { } known ? [$"{name}:latest", $"{name}:{known.Short}"] : [$"{name}:latest"];
}
