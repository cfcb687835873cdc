using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Which task has an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Digest">Its inputs digest.</param>
/// <param name="Task">The task.</param>
/// <param name="IsNew">Whether the decision makes the task; else it was found.</param>
/// <param name="Namespace">Where the digest is, or will be, in the index; null for an image that is not cached.</param>
/// <param name="Scope">Who built it, or will.</param>
public sealed record ImageTask(
    ImageName Image, Sha256Digest Digest, TaskId Task, bool IsNew, IndexNamespace? Namespace, IndexScope Scope);
