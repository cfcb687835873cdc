using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;
using Slipway.Trust.Allowlists;

namespace Slipway.Review.Checks.Facts;

/// <summary>
/// Everything that is known of a tree when it is checked. What was not asked for is null or left out.
/// </summary>
public sealed record CheckFacts
{
    // SLIP11xx: a warning of these leaves an image out, or says that only taskgraph knows them all.
    private const int CatalogArea = 11;

    public required ImageCatalog Catalog
    {
        get;
        init
        {
            field = value;
            RegistryImages = RegistryImage.AllOf(value).ToFrozenDictionary(image => image.Repository);
        }
    }

    /// <summary>The registry images of the tree whose names a registry would take, wanted or not.</summary>
    public FrozenDictionary<RepositoryName, RegistryImage> RegistryImages { get; private init; } =
        FrozenDictionary<RepositoryName, RegistryImage>.Empty;

    /// <summary>The images that findings are wanted for.</summary>
    public required ImmutableArray<ImageDefinition> Images { get; init; }

    /// <summary>What determines images, for those that are sound and all that they are built on.</summary>
    public required IReadOnlyDictionary<ImageName, ImageInputs> Inputs { get; init; }

    /// <summary>
    /// The bytes of Dockerfiles and of <c>VERSION</c>, <c>HASH</c> and <c>REGISTRY</c>, as they are on disk.
    /// </summary>
    public IReadOnlyDictionary<RelativePath, ReadOnlyMemory<byte>> Files { get; init; } =
        FrozenDictionary<RelativePath, ReadOnlyMemory<byte>>.Empty;

    /// <summary>The tree as a revision has it.</summary>
    public RevisionFacts? Base { get; init; }

    public UntrackedSources Untracked { get; init; } = UntrackedSources.None;

    /// <summary>Files of contexts that differ from what git has, without git telling.</summary>
    public ImmutableArray<HiddenSource> Hidden { get; init; } = [];

    /// <summary>Submodules that contexts reach into and that are not as git has them.</summary>
    public IReadOnlyDictionary<RelativePath, SubmoduleContent> Submodules { get; init; } =
        FrozenDictionary<RelativePath, SubmoduleContent>.Empty;

    /// <summary>The folders of the tree that have no file in them, nor below them.</summary>
    public IReadOnlySet<RelativePath> EmptyFolders { get; init; } = FrozenSet<RelativePath>.Empty;

    /// <summary>What registries answered; null for an image that they do not have.</summary>
    public IReadOnlyDictionary<ImageReference, PublishedImage?> Published { get; init; } =
        FrozenDictionary<ImageReference, PublishedImage?>.Empty;

    public Allowlist Allowlist { get; init; } = Allowlist.Empty;

    /// <summary>The images that task definitions use; null when there are none that use an image.</summary>
    public IReadOnlySet<ImageName>? UsedByTasks { get; init; }

    /// <summary>Where task definitions name registry images of the tree.</summary>
    public ImmutableArray<TreeReference> TaskReferences { get; init; } = [];

    /// <summary>The index entry that serves an image.</summary>
    public IReadOnlyDictionary<ImageName, IndexedImage> Indexed { get; init; } =
        FrozenDictionary<ImageName, IndexedImage>.Empty;

    /// <summary>What branches and tags need, and expires within <see cref="ExpiringWithin"/>.</summary>
    public ImmutableArray<NeededImage> NeededElsewhere { get; init; } = [];

    public required DateTimeOffset Now { get; init; }

    public required Level Level { get; init; }

    /// <summary>An index entry that has no longer than this to live expires soon.</summary>
    public TimeSpan ExpiringWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// What went wrong while the facts were gathered, among it everything that is wrong with the tree.
    /// </summary>
    public ImmutableArray<Diagnostic> Problems { get; init; } = [];

    public ImmutableArray<SkippedCheck> Skipped { get; init; } = [];

    /// <summary>Whether the level is one at which only allowed images may be referred to.</summary>
    public bool IsProtected => Catalog.Config.Protects(Level);

    /// <summary>Whether the catalog has every image of the tree: what is wrong with one takes it out.</summary>
    internal bool IsWhole => !Problems.Any(problem =>
        problem.Severity == Severity.Error || problem.Code.Number / 100 == CatalogArea);

    public RegistryImage? RegistryImageOf(ImageDefinition image) =>
        RegistryImages.Values.FirstOrDefault(candidate => candidate.Definition.Name == image.Name);

    /// <summary>What is published under the version that the tree names.</summary>
    public (PublishedContent Content, PublishedImage? Image) PublishedOf(RegistryImage image)
    {
        if (!Published.TryGetValue(image.Versioned, out var published))
        {
            return (PublishedContent.Unknown, null);
        }

        if (published is null)
        {
            return (PublishedContent.Nothing, null);
        }

        return (ContentOf(published, image.Definition.Name), published);
    }

    /// <summary>
    /// The repo digest that references are to have: what the registry has for this content, else what <c>HASH</c> says.
    /// </summary>
    public RepoDigest? PinOf(RegistryImage image) =>
        PublishedOf(image) is (PublishedContent.Same, { } published) ? published.RepoDigest : image.Hash;

    private PublishedContent ContentOf(PublishedImage published, ImageName image)
    {
        if (!published.Labels.TryGetValue(ImageLabels.Digest, out string? label)
            || !InputsDigest.TryParse(label, out var digest))
        {
            return PublishedContent.Unlabelled;
        }

        return !Inputs.TryGetValue(image, out var inputs) ? PublishedContent.Unknown
            : inputs.PublicationDigest == digest ? PublishedContent.Same
            : PublishedContent.Other;
    }
}

/// <summary>Files of build contexts that git does not keep.</summary>
/// <param name="Untracked">Neither tracked nor ignored.</param>
/// <param name="Ignored">Not tracked, and ignored.</param>
public sealed record UntrackedSources(FrozenSet<RelativePath> Untracked, FrozenSet<RelativePath> Ignored)
{
    public static readonly UntrackedSources None = new(FrozenSet<RelativePath>.Empty, FrozenSet<RelativePath>.Empty);
}

/// <summary>The entry under an image's present digest that a build would use, or would have used.</summary>
/// <param name="IsExpired">Whether it is not found any more.</param>
public sealed record IndexedImage(IndexEntry Entry, bool IsExpired);

/// <summary>How what is published under an image's version compares with the tree.</summary>
public enum PublishedContent
{
    /// <summary>Not known: the registry was not asked or failed, or the image's context is wrong.</summary>
    Unknown,

    /// <summary>The registry has no such version.</summary>
    Nothing,

    /// <summary>Built from what is in the tree.</summary>
    Same,

    /// <summary>Built from something else.</summary>
    Other,

    /// <summary>It does not say what it was built from.</summary>
    Unlabelled,
}

/// <summary>The registry images of the tree as a revision has them.</summary>
/// <param name="Name">The revision, for people.</param>
/// <param name="Images">Those that were sound.</param>
public sealed record RevisionFacts(string Name, IReadOnlyDictionary<ImageName, RevisionImage> Images);

/// <summary>A registry image as a revision has it.</summary>
/// <param name="Version">What <c>VERSION</c> said.</param>
/// <param name="Inputs">What determined it.</param>
public sealed record RevisionImage(string Version, ImageInputs Inputs);
