using Slipway.Model.Values;

namespace Slipway.Model.Trees;

/// <summary>
/// What a tree is read with, such as the calls to the operating system. Follows no link in any component.
/// </summary>
/// <remarks>Safe for use from several threads.</remarks>
public interface IFolderReader
{
    /// <summary>The absolute path of the root, free of links.</summary>
    string RootPath { get; }

    /// <summary>The entry at a path; null when there is none or when a folder of it is not a folder.</summary>
    TreeEntry? Stat(RelativePath path);

    /// <summary>The entries of a folder in any order; null when there is no such folder.</summary>
    IReadOnlyCollection<TreeEntry>? List(RelativePath folder);

    /// <summary>Opens a regular file.</summary>
    TreeStream Open(RelativePath file);
}
