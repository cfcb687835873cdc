using System.Text;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>
/// The ids of a decision's tasks: always the same for the same task, so that nothing is created twice.
/// </summary>
/// <remarks>
/// An id is made of the first 16 bytes of the SHA-256 of lines of text, joined by <c>\n</c>, none at the end. A change
/// of these lines would make a decision that runs again create its tasks a second time.
/// </remarks>
public static class DecisionIds
{
    /// <summary>
    /// The task that builds a digest: <c>slipway.image-task/v1</c>, the digest, the scope, the task group.
    /// </summary>
    /// <param name="digest">The inputs digest.</param>
    /// <param name="scope">Where the image is indexed: what one level builds is never what another one builds.</param>
    /// <param name="group">The task group.</param>
    public static TaskId OfImage(InputsDigest digest, IndexScope scope, TaskId group) =>
        Of("slipway.image-task/v1", digest.ToString(), scope.Text, group.Value);

    /// <summary>
    /// The task of a label that builds a digest, where each image has a task of its own:
    /// <c>slipway.labelled-task/v1</c>, the label, the digest, the scope, the task group.
    /// </summary>
    /// <param name="label">The task's label.</param>
    /// <param name="digest">The inputs digest; of a task that indexes another one, that one's.</param>
    /// <param name="scope">Where what it makes is indexed.</param>
    /// <param name="group">The task group.</param>
    public static TaskId OfLabel(string label, InputsDigest digest, IndexScope scope, TaskId group) =>
        Of("slipway.labelled-task/v1", label, digest.ToString(), scope.Text, group.Value);

    /// <summary>The task that a file defines: <c>slipway.task/v1</c>, the file's path, the task group.</summary>
    /// <param name="path">Below the folder of the definitions, with <c>/</c> between its parts.</param>
    /// <param name="group">The task group.</param>
    public static TaskId OfFile(RelativePath path, TaskId group) => Of("slipway.task/v1", path.Value, group.Value);

    private static TaskId Of(params IEnumerable<string> lines)
    {
        var hash = Sha256Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Span<byte> bytes = stackalloc byte[Sha256Digest.Size];
        hash.CopyTo(bytes);
        return TaskId.FromBytes(bytes[..16]);
    }
}
