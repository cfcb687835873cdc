using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>The manifest of a build in one repository.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Scope">Whose repository it is.</param>
/// <param name="Image">The image that the repository is of.</param>
/// <param name="Manifest">The manifest, byte for byte.</param>
/// <param name="Entry">What it says as an entry.</param>
internal sealed record Holding(
    RepositoryName Repository, IndexScope Scope, ImageName Image, RegistryManifest Manifest, IndexEntry Entry)
{
    /// <summary>The tags by which it is found; none once it was condemned.</summary>
    public ImmutableArray<SharedPlace> Places { get; init; } = [];

    /// <summary>When it was condemned; null when it was not.</summary>
    public DateTimeOffset? Condemned { get; init; }

    /// <summary>A name that somebody gave to it and that is none of the image's; null when there is none.</summary>
    public string? OtherName { get; init; }

    /// <summary>The name by which it is deleted.</summary>
    public ImageReference Reference => new(Repository, null, Manifest.RepoDigest);

    /// <summary>What it consists of, itself included.</summary>
    public ImmutableArray<ContentPart> Parts => PartsOf(Manifest);

    /// <summary>What a manifest consists of, itself included.</summary>
    public static ImmutableArray<ContentPart> PartsOf(RegistryManifest manifest) =>
        SharedManifest.Read(manifest) is { } document
            ?
            [
                .. document.Layers.Append(document.Config).Append(manifest.Descriptor)
                    .Select(part => new ContentPart(part.Digest, part.Size))
                    .Distinct(),
            ]
            : [new ContentPart(manifest.Descriptor.Digest, manifest.Descriptor.Size)];

    /// <summary>The tags by which it is found again once it is not condemned any more. A pull request has only one.
    /// </summary>
    public IEnumerable<string> FoundIn(SharedLayout layout) =>
        TagsIn(layout).Where(tag => Scope.Level is not null || SharedTags.DigestOf(tag) is not null);

    /// <summary>The tags by which a build of its digest and push is found.</summary>
    public IEnumerable<string> TagsIn(SharedLayout layout) =>
        ((string[])[SharedTags.OfHash(Entry.Digest!.Value), SharedTags.OfPushDate(Entry.PushedAt), SharedTags.Latest])
            .Where(tag => layout.PlaceOf(Scope, Image, tag) is not null);
}
