using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Trust.Statements;

/// <summary>The image about which is asked.</summary>
/// <param name="Name">What a person called it.</param>
/// <param name="Digest">SHA-256 of its manifest or of its config, as it was found.</param>
public sealed record StatementTarget(string Name, Sha256Digest Digest)
{
    /// <summary>Where it is to be used; null where nobody said it.</summary>
    public IndexScope? Scope { get; init; }

    /// <summary>SHA-256 of its config; null where only its manifest is known.</summary>
    public ImageHash? ImageHash { get; init; }

    /// <summary>
    /// SHA-256 of the manifest by which others get it from a registry, which has to be spoken of too: the same config
    /// may stand in a manifest with other layers. Null where what comes is held against the config.
    /// </summary>
    public Sha256Digest? Manifest { get; init; }

    /// <summary>The image that it has to be; null where nobody said it.</summary>
    public ImageName? Image { get; init; }

    /// <summary>
    /// What the image that is built on it calls it; null where nothing is. It may be a name that the tree knows not.
    /// </summary>
    public ImageName? UsedAs { get; init; }

    /// <summary>
    /// Whether every build of <see cref="Image"/> will do, and not only what the tree has now: who names an image of a
    /// registry may mean one that is older than the tree.
    /// </summary>
    public bool IsAnyBuild { get; init; }

    /// <summary>What the tree builds its images from; empty where no tree is asked.</summary>
    public ImmutableDictionary<ImageName, ExpectedBuild> Tree { get; init; } = NoTree;

    public static ImmutableDictionary<ImageName, ExpectedBuild> NoTree { get; } =
        ImmutableDictionary<ImageName, ExpectedBuild>.Empty;
}

/// <summary>What a tree builds an image from.</summary>
/// <param name="Digest">The digest of its inputs.</param>
/// <param name="Parents">The images of the tree that it may be built on; null where that is not known.</param>
public sealed record ExpectedBuild(InputsDigest Digest, ImmutableHashSet<ImageName>? Parents)
{
    /// <summary>Those of <see cref="Parents"/> that its Dockerfile names: whoever builds it fetches them.</summary>
    public ImmutableHashSet<ImageName> Named { get; init; } = [];
}
