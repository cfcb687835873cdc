using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>An image that is about to be used, and as what.</summary>
/// <param name="Image">The image by its build; its ID is known.</param>
internal sealed record UsedImage(BuiltImage Image)
{
    /// <summary>What it is used as; null where only the image itself is known.</summary>
    public ImageName? Name { get; init; }

    /// <summary>What the tree builds its images from, as far as that is known here.</summary>
    public ImmutableDictionary<ImageName, ExpectedBuild> Tree { get; init; } = StatementTarget.NoTree;

    /// <summary>Where a registry has it, when it is named by that; null else.</summary>
    public (RepositoryName Repository, Sha256Digest Manifest)? Published { get; init; }

    /// <summary>A file beside the image in which a statement may be; null for none.</summary>
    public string? BundleFile { get; init; }

    public ImageHash Hash => Image.ImageHash
        ?? throw new InvalidOperationException("Which image it is was not known when it was to be used.");

    /// <summary>What people call it.</summary>
    public string Title => Name?.Value ?? Hash.ToOciString();

    /// <summary>How commands name it.</summary>
    public string Handle => Published is { } there
        ? $"{there.Repository}@{there.Manifest.ToOciString()}"
        : Name?.Value ?? Hash.ToString();

    /// <summary>What it has to have been built from; null where nobody said it.</summary>
    public InputsDigest? Digest => Name is { } name && Tree.TryGetValue(name, out var build) ? build.Digest : null;

    /// <summary>What a tree builds its images from.</summary>
    public static ImmutableDictionary<ImageName, ExpectedBuild> TreeOf(
        ImageCatalog catalog, IReadOnlyDictionary<ImageName, ImageInputs> inputs) =>
        inputs.ToImmutableDictionary(
            pair => pair.Key,
            pair => catalog.Find(pair.Key) is { } image
                ? new ExpectedBuild(pair.Value.Digest, [.. image.Parents.Select(edge => edge.Parent)])
                {
                    Named = [.. image.Parents.Where(edge => !edge.Uses.IsEmpty).Select(edge => edge.Parent)],
                }
                : new ExpectedBuild(pair.Value.Digest, null));

    /// <summary>The same where nothing but the digest of one image is known.</summary>
    public static ImmutableDictionary<ImageName, ExpectedBuild> TreeOf(ImageName? name, InputsDigest? digest) =>
        (name, digest) is ({ } known, { } inputs)
            ? StatementTarget.NoTree.Add(known, new ExpectedBuild(inputs, null))
            : StatementTarget.NoTree;
}
