namespace Slipway.Trust.Documents;

/// <summary>The task, or image, about which is asked.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="TaskType">Its type in the words of scriptworker: decision, docker-image, build, signing and so
/// on.</param>
/// <param name="IsFinished">
/// Whether it ran, and has a chain of trust of its own; else it was only claimed.
/// </param>
public sealed record ChainTarget(string TaskId, string TaskType, bool IsFinished)
{
    /// <summary>
    /// The level at which it is to be used; null where nobody says one. What is asked for proves nothing: everything of
    /// the chain has to have been made at such a level, by workers whose keys speak for it.
    /// </summary>
    public int? Level { get; init; }

    /// <summary>Where in the index it was found; null when it was named itself.</summary>
    public IndexPlace? Place { get; init; }
}
