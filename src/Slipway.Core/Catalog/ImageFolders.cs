using Slipway.Core.Configuration;
using Slipway.Core.Dockerignore;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>
/// Finds the folders that can be images': those that <c>folders:</c> describes. Hidden ones are none.
/// </summary>
/// <param name="files">The tree.</param>
/// <param name="config">Says where to look.</param>
/// <param name="unread">Gets the folders on the way that cannot be listed.</param>
internal sealed class ImageFolders(TreeFiles files, SlipwayConfig config, List<UnfitImage> unread)
{
    private const string AnyLevels = "**";

    private readonly HashSet<RelativePath> _failed = [];

    /// <returns>By path, each once.</returns>
    public List<RelativePath> Find()
    {
        var found = new HashSet<RelativePath>();
        foreach (string pattern in config.Folders)
        {
            Walk(config.Folder, pattern.Split('/'), found);
        }

        return [.. found.Order()];
    }

    private void Walk(RelativePath folder, ReadOnlySpan<string> levels, HashSet<RelativePath> found)
    {
        if (levels.IsEmpty)
        {
            if (folder != config.Folder)
            {
                found.Add(folder);
            }

            return;
        }

        if (levels[0] == AnyLevels)
        {
            Walk(folder, levels[1..], found);
        }

        var glob = new Glob(levels[0] == AnyLevels ? "*" : levels[0]);
        var rest = levels[0] == AnyLevels ? levels : levels[1..];
        foreach (var entry in List(folder))
        {
            string name = entry.Path.Name;
            bool isHidden = name.StartsWith('.') && !levels[0].StartsWith('.');

            // A link can be an image's folder; what is below it is found where it leads.
            bool isFolder = entry.Kind == EntryKind.Folder
                || (entry.Kind == EntryKind.Link && (levels.Length == 1));
            if (!isFolder || isHidden || !glob.Matches(name))
            {
                continue;
            }

            if (entry.Kind == EntryKind.Link)
            {
                found.Add(entry.Path);
            }
            else
            {
                Walk(entry.Path, rest, found);
            }
        }
    }

    private IReadOnlyList<TreeEntry> List(RelativePath folder)
    {
        if (folder == config.Folder)
        {
            return files.List(folder);
        }

        var own = new DiagnosticBag();
        var entries = files.ReportingTo(own).List(folder);
        if (own.HasErrors && _failed.Add(folder))
        {
            unread.Add(new UnfitImage(folder.Name, IsLeftOut: false, own.ToSorted()));
        }

        return entries;
    }
}
