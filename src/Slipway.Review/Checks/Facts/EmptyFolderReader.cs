using System.Collections.Frozen;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the folders of images that hold no file.</summary>
public static class EmptyFolderReader
{
    /// <returns>Each folder of the images, or below one, that holds nothing but such folders.</returns>
    public static FrozenSet<RelativePath> Find(
        ISourceTree tree, IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var empty = new HashSet<RelativePath>();
        foreach (var folder in images.Select(image => image.Folder).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            IsEmpty(tree, folder, empty);
        }

        return empty.ToFrozenSet();
    }

    private static bool IsEmpty(ISourceTree tree, RelativePath folder, HashSet<RelativePath> empty)
    {
        bool isEmpty = true;
        foreach (var entry in Entries(tree, folder))
        {
            isEmpty &= entry.Kind == EntryKind.Folder && IsEmpty(tree, entry.Path, empty);
        }

        if (isEmpty)
        {
            empty.Add(folder);
        }

        return isEmpty;
    }

    private static IReadOnlyList<TreeEntry> Entries(ISourceTree tree, RelativePath folder)
    {
        try
        {
            return tree.List(folder);
        }
        catch (SlipwayException)
        {
            // It is told where the context is collected; here it is as good as full.
            return [new TreeEntry(folder, EntryKind.Special, UnixFileMode.None, default, null)];
        }
    }
}
