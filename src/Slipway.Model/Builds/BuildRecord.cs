using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>One run that produced an image, or tried to.</summary>
public sealed record BuildRecord
{
    public required BuildId Id { get; init; }

    public required ImageName Image { get; init; }

    /// <summary>The inputs digest.</summary>
    public required InputsDigest Digest { get; init; }

    /// <summary>SHA-256 of the inputs manifest's bytes, under which the store has them.</summary>
    public required Sha256Digest InputsManifest { get; init; }

    public required Level Level { get; init; }

    /// <summary>The pull request that it was built for; null for a push to a branch.</summary>
    public string? PullRequest { get; init; }

    public string? Project { get; init; }

    public string? Revision { get; init; }

    /// <summary>Where its sources came from; null for builds of versions that did not write it down.</summary>
    public BuildSource? Source { get; init; }

    public required DateTimeOffset PushDate { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Finished { get; init; }

    /// <summary>Why it was run; null for builds of versions that did not write it down.</summary>
    public BuildReason? Reason { get; init; }

    public required BuildResult Result { get; init; }

    /// <summary>The image ID; set when it succeeded.</summary>
    public ImageHash? ImageHash { get; init; }

    /// <summary>Bytes of all layers uncompressed; set when it succeeded.</summary>
    public long? Size { get; init; }

    /// <summary>The engine and its version, such as <c>docker 20.10.24</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>That no image from elsewhere was used.</summary>
    public static ImmutableSortedDictionary<string, ImageHash> NoExternals { get; } =
        ImmutableSortedDictionary.Create<string, ImageHash>(StringComparer.Ordinal);

    /// <summary>
    /// The images from elsewhere that it was built on: the reference as written, and the image hash that the engine had
    /// for it.
    /// </summary>
    public ImmutableSortedDictionary<string, ImageHash> Externals { get; init; } = NoExternals;

    /// <summary>
    /// The images of the tree that it was built on, by name; null for builds of versions that did not write it down,
    /// and for those that failed.
    /// </summary>
    public ImmutableSortedDictionary<string, ImageHash>? Parents { get; init; }

    /// <summary>The scope in which it was built.</summary>
    public IndexScope Scope => IndexScope.Of(Level, PullRequest);
}

/// <summary>How a build ended.</summary>
public enum BuildResult
{
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>Why a build was run. The numbers are stored.</summary>
public enum BuildReason
{
    /// <summary>Inputs, or parents, were not those of the last build.</summary>
    Changed = 1,

    /// <summary>
    /// Nothing was indexed for the digest: it was never built at such a level, or its entry was gone.
    /// </summary>
    NotIndexed = 2,

    /// <summary>It was older than its <c>max-age</c>.</summary>
    TooOld = 3,

    /// <summary>A parent was stale, or had been built again for its age.</summary>
    ParentTooOld = 4,

    /// <summary>The person asked for it.</summary>
    Forced = 5,

    /// <summary>It is built by every push.</summary>
    Uncached = 6,
}
