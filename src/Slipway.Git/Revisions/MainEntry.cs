using Slipway.Model.Values;

namespace Slipway.Git.Revisions;

/// <summary>What a main branch has at a path.</summary>
/// <param name="Path">The path, from the top of the checkout.</param>
/// <param name="Mode">One of git's file modes, such as 100644 (octal).</param>
/// <param name="Id">The id of the object.</param>
public sealed record MainEntry(RelativePath Path, int Mode, string Id)
{
    /// <summary>Whether it is a symbolic link: what that leads to is the checkout's, and not the branch's.</summary>
    public bool IsLink => Mode == GitMode.Link;
}
