using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Trees;

/// <summary>The file-system door: the only way in which the core reads the source tree.</summary>
/// <remarks>
/// Implementations are safe for use from several threads. A path handed in is never followed through a link that
/// leads outside the root: opening such a path fails.
/// </remarks>
public interface ISourceTree
{
    /// <summary>The absolute path of the root, for messages and as the key of the hash cache.</summary>
    string RootPath { get; }

    /// <summary>The entry at a path, the last component not followed; null when there is none.</summary>
    TreeEntry? Find(RelativePath path);

    /// <summary>
    /// The entries of one folder, sorted by the UTF-8 bytes of their names; empty when there is no folder.
    /// </summary>
    /// <exception cref="SlipwayException">The folder cannot be read.</exception>
    IReadOnlyList<TreeEntry> List(RelativePath folder);

    /// <summary>Opens a file for reading, following links that stay within the root.</summary>
    /// <exception cref="SlipwayException">It does not exist, cannot be read, or lies outside the root.</exception>
    TreeStream OpenRead(RelativePath file);
}
