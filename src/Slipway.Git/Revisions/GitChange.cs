using Slipway.Model.Values;

namespace Slipway.Git.Revisions;

/// <summary>That a revision has another entry at a path than the working tree, or none.</summary>
/// <param name="Path">The path; null when its name is not UTF-8.</param>
/// <param name="RawPath">The path's bytes.</param>
/// <param name="Mode">The mode that the revision has: 0 for none, else one of git's file modes, such as 100644
/// (octal).</param>
/// <param name="Object">The object that the revision has; zeros for none.</param>
public sealed record GitChange(RelativePath? Path, ReadOnlyMemory<byte> RawPath, int Mode, string Object)
{
    /// <summary>
    /// Whether the object is not looked at before somebody reads it: a sparse checkout leaves out hundreds of thousands
    /// of files, and a partial clone would fetch each of them.
    /// </summary>
    public bool IsFar { get; init; }
}

/// <summary>The modes that git knows (https://git-scm.com/docs/gitformat-index, <c>object type</c>).</summary>
internal static class GitMode
{
    public const int Absent = 0;
    public const int Executable = 0x81ED; // 100755
    public const int Link = 0xA000; // 120000
    public const int Submodule = 0xE000; // 160000
}
