namespace Slipway.Git.Revisions;

/// <summary>The modes that git knows (https://git-scm.com/docs/gitformat-index, <c>object type</c>).</summary>
internal static class GitMode
{
    public const int Absent = 0;
    public const int Executable = 0x81ED; // 100755
    public const int Link = 0xA000; // 120000
    public const int Submodule = 0xE000; // 160000
}
