using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>
/// Finds the Dockerfiles in the images' folder that are no image's; where there is no such folder, those of the tree.
/// </summary>
/// <remarks>
/// Folders below an image's own are parts of its context, so only in the folder itself another name counts. Hidden
/// folders, links and what package managers put into a tree are not looked into.
/// </remarks>
public sealed class PassedOver
{
    private const int MostNames = 3;
    private const int MostLevels = 4;
    private const int MostFolders = 5000;
    private const string Usual = BuildContext.DockerfilePath;

    private readonly TreeFiles _files;
    private readonly ImageCatalog _catalog;
    private readonly HashSet<RelativePath> _imageFolders;
    private readonly List<RelativePath> _nested = [];
    private readonly List<RelativePath> _renamed = [];
    private RelativePath _holder;
    private int _folders;

    private PassedOver(ISourceTree tree, ImageCatalog catalog)
    {
        // What cannot be listed is none of this question's.
        _files = new TreeFiles(tree, new DiagnosticBag());
        _catalog = catalog;
        _imageFolders = [.. catalog.ParentsFirst.Select(image => image.Folder)];
        _holder = catalog.Config.Folder;
    }

    /// <param name="tree">The tree.</param>
    /// <param name="catalog">The images that it has.</param>
    /// <param name="everywhere">Whether all of the tree is looked at where the images' folder is missing, although
    /// there are images: that takes long in a large tree.</param>
    /// <returns>
    /// One warning for all of them; null when there is none, or when only what is listed is an image, because a dialect
    /// has it so or <c>folders: []</c> says so.
    /// </returns>
    public static Diagnostic? Find(ISourceTree tree, ImageCatalog catalog, bool everywhere = false)
    {
        if (catalog.Dockerfiles is null || catalog.Config.Folders.IsEmpty)
        {
            return null;
        }

        var search = new PassedOver(tree, catalog);
        bool hasFolder = search._files.IsFolder(catalog.Config.Folder);
        if (!hasFolder && !everywhere && !(catalog.Images.IsEmpty && catalog.Unfit.IsEmpty))
        {
            // Whoever has images without that folder has listed them, and knows how.
            return null;
        }

        search.Look(hasFolder ? catalog.Config.Folder : RelativePath.Root, 0);
        RelativePath[] all = [.. search._nested.Concat(search._renamed).Order()];
        if (all.Length == 0)
        {
            return null;
        }

        if (!hasFolder)
        {
            search._holder = all.Select(file => file.Parent.Parent).Aggregate(Common);
        }

        return search.Describe(all);
    }

    private static RelativePath Common(RelativePath one, RelativePath other)
    {
        while (!other.IsIn(one))
        {
            one = one.Parent;
        }

        return one;
    }

    private void Look(RelativePath folder, int level)
    {
        if (level > MostLevels || ++_folders > MostFolders)
        {
            return;
        }

        bool isImage = folder != _catalog.Config.Folder && _imageFolders.Contains(folder);
        foreach (var entry in _files.List(folder))
        {
            string name = entry.Path.Name;
            if (entry.Kind == EntryKind.File && !_catalog.Dockerfiles!.Contains(entry.Path))
            {
                Note(entry.Path, isImage);
            }
            else if (entry.Kind == EntryKind.Folder && !isImage && !DockerfileNaming.IsForeign(name))
            {
                Look(entry.Path, level + 1);
            }
        }
    }

    private void Note(RelativePath file, bool isImage)
    {
        if (file.Name == Usual && !isImage)
        {
            _nested.Add(file);
        }
        else if (file.Name != Usual && DockerfileNaming.IsOtherName(file.Name))
        {
            _renamed.Add(file);
        }
    }

    private Diagnostic Describe(RelativePath[] all)
    {
        string names = string.Join(", ", all.Take(MostNames).Select(file => Display.Text(file.Value)));
        string more = all.Length > MostNames ? $" and {all.Length - MostNames} more" : string.Empty;
        return new Diagnostic(
            CatalogCodes.PassedOver,
            $"{(all.Length == 1 ? "A Dockerfile is" : $"{all.Length} Dockerfiles are")} passed over: {names}{more}",
            string.Join(" ", Remedies()),
            new SourceLocation(ConfigReader.FileName),
            Severity.Warning);
    }

    private IEnumerable<string> Remedies()
    {
        if (_holder != _catalog.Config.Folder)
        {
            yield return $"Set 'folder: {Display.Text(_holder.ToString())}' in {ConfigReader.FileName}: that is where "
                + "they are.";
        }

        if (_nested.Exists(file => file.Parent == _holder))
        {
            yield return $"For the one in '{_holder}' itself list an image with 'definition: .' below 'images:'.";
        }

        int levels = _nested.Select(file => LevelOf(file.Parent)).DefaultIfEmpty().Max();
        // The first level is looked at without being told, so only a pattern without it passes over what is there.
        if (levels > (_holder == _catalog.Config.Folder ? 0 : 1))
        {
            var patterns = Enumerable.Range(1, levels)
                .Select(level => $"\"{string.Join('/', Enumerable.Repeat("*", level))}\"");
            yield return $"For those in nested folders set 'folders: [{string.Join(", ", patterns)}]' in "
                + $"{ConfigReader.FileName}.";
        }

        if (_renamed.Count > 0)
        {
            string where = Below(_renamed[0].Parent) is { Length: > 0 } path ? path : ".";
            yield return "For those with other names list images below 'images:', each with "
                + $"'definition: {Display.Text(where)}' and 'dockerfile: {Display.Text(_renamed[0].Name)}'.";
        }
    }

    private int LevelOf(RelativePath folder) =>
        Below(folder) is { Length: > 0 } path ? path.Split('/').Length : 0;

    /// <summary>A folder as a definition names it: from where the images are.</summary>
    private string Below(RelativePath folder) =>
        _holder.IsRoot ? folder.Value
        : folder == _holder ? string.Empty
        : folder.Value[(_holder.Value.Length + 1)..];
}
