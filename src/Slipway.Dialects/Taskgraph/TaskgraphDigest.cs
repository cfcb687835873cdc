using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>What taskgraph makes the digest of an image of: its context hash and what else it counts.</summary>
/// <remarks>
/// The lines are those of taskgraph's docker_image and cached_tasks transforms
/// (https://github.com/taskcluster/taskgraph/tree/main/src/taskgraph/transforms).
/// </remarks>
internal static class TaskgraphDigest
{
    /// <param name="contextHash">SHA-256 of the context's tar.</param>
    /// <param name="args">The image's arguments.</param>
    /// <param name="spaced">Whether the arguments are written with blanks, as releases before 14.3 did.</param>
    /// <param name="imageBuilder">The reference of the image that builds images.</param>
    /// <param name="parents">The image's parents, each with its digest in this dialect.</param>
    /// <param name="added">What a transform between these two adds to the data of the digest.</param>
    public static ImmutableArray<string> Lines(
        Sha256Digest contextHash,
        IEnumerable<KeyValuePair<string, string>> args,
        bool spaced,
        string imageBuilder,
        IEnumerable<(ImageName Name, InputsDigest Digest)> parents,
        IEnumerable<string>? added = null) =>
    [
        contextHash.ToString(),
        PythonJson.Object(args, spaced),
        $"image-builder-image:{imageBuilder}",
        .. added ?? [],
        .. parents
            .Select(parent => $"docker-images.v2/{parent.Name}/{parent.Digest}")
            .Order(StringComparer.Ordinal),
        "True",
    ];
}
