using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>What whoever ran a build knows about it, against which an entry of the index is held.</summary>
/// <param name="Built">When it was.</param>
/// <param name="Scope">Where it was made, and may be used from; null when nothing tells.</param>
/// <param name="Digest">The digest of its inputs; null when nothing tells.</param>
public sealed record BuildFacts(DateTimeOffset? Built, IndexScope? Scope, InputsDigest? Digest)
{
    /// <summary>Nothing is known.</summary>
    public static BuildFacts None { get; } = new(null, null, null);

    /// <summary>It is known that there is no such build, or that it made no image.</summary>
    public static BuildFacts NoImage { get; } = new(null, null, null) { MadeNoImage = true };

    public bool MadeNoImage { get; private init; }

    /// <summary>Whether this is the record of the build, which knows everything, and to the millisecond.</summary>
    public bool IsRecord { get; private init; }

    /// <summary>The image ID; null when nothing tells.</summary>
    public ImageHash? ImageHash { get; private init; }

    /// <summary>The image's name; null when nothing tells.</summary>
    public ImageName? Image { get; private init; }

    /// <param name="record">The record of a build that was run here; null when there is none.</param>
    public static BuildFacts Of(BuildRecord? record) =>
        record is { Result: BuildResult.Succeeded, ImageHash: { } hash }
            ? new BuildFacts(record.Finished, record.Scope, record.Digest)
            {
                IsRecord = true,
                ImageHash = hash,
                Image = record.Image,
            }
            : NoImage;
}
