using System.Buffers;
using System.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>The digest that taskgraph gives an image, from its context hash and what else it counts.</summary>
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
    public static InputsDigest Compute(
        Sha256Digest contextHash,
        IEnumerable<KeyValuePair<string, string>> args,
        bool spaced,
        string imageBuilder,
        IEnumerable<(ImageName Name, InputsDigest Digest)> parents,
        IEnumerable<string>? added = null)
    {
        var lines = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(contextHash.ToString(), lines);
        lines.Write("\n"u8);
        Encoding.UTF8.GetBytes(PythonJson.Object(args, spaced), lines);
        Encoding.UTF8.GetBytes($"\nimage-builder-image:{imageBuilder}\n", lines);
        foreach (string line in added ?? [])
        {
            Encoding.UTF8.GetBytes(line + "\n", lines);
        }

        foreach (string parent in parents
            .Select(parent => $"docker-images.v2/{parent.Name}/{parent.Digest}")
            .Order(StringComparer.Ordinal))
        {
            Encoding.UTF8.GetBytes(parent + "\n", lines);
        }

        lines.Write("True"u8);
        return InputsDigest.Of(lines.WrittenSpan);
    }
}
