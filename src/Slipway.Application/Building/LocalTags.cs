using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>The tags that an image gets in the engine, for people.</summary>
/// <remarks>
/// What is done for a push at no protected level gives no name that others would take for an image from elsewhere: none
/// of a registry, and no <c>latest</c> of a name that images of the tree are built on from elsewhere. What a person
/// does for no push in particular gives all.
/// </remarks>
public static class LocalTags
{
    /// <returns><c>&lt;name&gt;:latest</c>, <c>&lt;name&gt;:&lt;first 12 digits&gt;</c>, and for a registry image
    /// <c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c>.</returns>
    public static ImmutableArray<string> Of(
        ImageDefinition image, InputsDigest digest, ImageCatalog catalog, PushContext push)
    {
        var tags = Of(image.Name, digest, catalog, push);
        return image.Registry is { Repository: { } repository, Version: var version } && IsTrusted(catalog, push)
            ? tags.Add($"{repository}:{version}")
            : tags;
    }

    /// <summary>The tags of an image that may not be in the tree any more, and whose digest may not be known.</summary>
    /// <param name="name">The image.</param>
    /// <param name="digest">The digest of its inputs; null when it is not known.</param>
    /// <param name="catalog">The images of the tree; null outside one.</param>
    /// <param name="push">What it is done for.</param>
    public static ImmutableArray<string> Of(
        ImageName name, InputsDigest? digest, ImageCatalog? catalog, PushContext push)
    {
        ImmutableArray<string> tags = digest is { } known ? [$"{name}:{known.Short}"] : [];
        return IsTrusted(catalog, push) || catalog?.IsBaseFromElsewhere(name) != true
            ? tags.Insert(0, $"{name}:{ImageReference.DefaultTag}")
            : tags;
    }

    /// <summary>The name after <c>FROM</c> that a tag answers to; null for one that has a registry or an owner.
    /// </summary>
    /// <remarks>
    /// To engines <c>base</c>, <c>library/base</c>, <c>docker.io/library/base</c> and <c>localhost/base</c> are one, or
    /// the one is taken where the other is asked for.
    /// </remarks>
    public static ImageName? NameOf(string tag)
    {
        string name = tag;
        foreach (string start in (string[])["docker.io/", "index.docker.io/", "localhost/", "library/"])
        {
            name = name.StartsWith(start, StringComparison.Ordinal) ? name[start.Length..] : name;
        }

        int end = name.AsSpan().IndexOfAny(':', '@');
        return !name.Contains('/', StringComparison.Ordinal)
            && ImageName.TryParse(end < 0 ? name : name[..end], out var known)
                ? known
                : null;
    }

    private static bool IsTrusted(ImageCatalog? catalog, PushContext push) =>
        push is { Project: null, PullRequest: null }
        || (catalog is not null && catalog.Config.Protects(push.Scope.Level));
}
