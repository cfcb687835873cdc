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
/// Says which images there are to be: those that <c>slipway.yml</c> lists, and a folder with a Dockerfile each.
/// </summary>
internal sealed class ImageRoster(TreeFiles files, ConfigReading reading, DiagnosticBag problems)
{
    private readonly RelativePath _imagesFolder = reading.Config.Folder;

    /// <summary>Every name that is meant to be an image of the tree, also of those that cannot be read.</summary>
    public HashSet<ImageName> Names { get; } = [];

    /// <summary>The Dockerfiles of what the tree has for images.</summary>
    public HashSet<RelativePath> Dockerfiles { get; } = [];

    /// <summary>What is meant to be an image and cannot even be read.</summary>
    public List<UnfitImage> Unread { get; } =
    [
        .. reading.Nameless.Select(image =>
            new UnfitImage(image.Text, image.Problem.Severity == Severity.Warning, [image.Problem])),
    ];

    /// <returns>By name, each once.</returns>
    public ImmutableArray<ImageSeed> Read()
    {
        if (!files.IsFolder(_imagesFolder) && reading.Images.IsEmpty)
        {
            problems.Add(new Diagnostic(
                CatalogCodes.NoImages,
                $"There is no folder '{Display.Text(_imagesFolder.ToString())}', and no image is listed in "
                + $"{ConfigReader.FileName}",
                "Create the folder, with a folder with a Dockerfile in it for each image, or set 'folder:' in "
                + $"{ConfigReader.FileName}."));
            return [];
        }

        var folders = new ImageFolders(files, reading.Config, Unread).Find();
        var listed = reading.Images
            .Where(entry => entry.Package is null)
            .Select(entry => (entry, folder: FolderOf(entry, folders)))
            .ToList();
        var seeds = new SortedDictionary<ImageName, ImageSeed>();
        foreach (var entry in reading.Images.Where(entry => entry.Package is not null))
        {
            seeds.Add(entry.Name, new ImageSeed(entry.Name, PackageSource.PatchFolder, entry));
        }

        foreach (var (entry, folder) in listed)
        {
            if (folder is { } known && IsThere(entry, known, folders))
            {
                seeds.Add(entry.Name, new ImageSeed(entry.Name, known, entry));
            }
        }

        if (!reading.ListsAll)
        {
            AddUnlisted(folders, listed, seeds);
        }

        Dockerfiles.UnionWith(
            seeds.Values.Where(seed => seed.Entry is { Package: null }).Select(seed => seed.DockerfilePath));
        Names.UnionWith(seeds.Keys);
        Names.UnionWith(reading.Images.Select(entry => entry.Name));
        foreach (var unread in Unread)
        {
            if (ImageName.TryParse(unread.Name, out var name))
            {
                Names.Add(name);
            }
        }

        return [.. seeds.Values];
    }

    private RelativePath? FolderOf(ImageEntry entry, List<RelativePath> folders)
    {
        if (entry.Definition is not { } definition)
        {
            var usual = _imagesFolder.Child(entry.Name.Value);
            return folders.Contains(usual)
                ? usual
                : folders.Where(folder => NameOf(folder) == entry.Name.Value).DefaultIfEmpty(usual).First();
        }

        // A rooted path would otherwise be taken for one below the images' folder.
        if (!definition.Value.StartsWith('/')
            && RelativePath.TryParse($"{_imagesFolder.Value}/{definition.Value}".TrimStart('/'), out var folder))
        {
            return folder;
        }

        Break(entry, new Diagnostic(
            CatalogCodes.DefinitionOutsideRoot,
            $"The definition '{Display.Text(definition.Value)}' of {entry.Name} is not below the root",
            $"Name a folder relative to '{_imagesFolder}' that lies in the tree.",
            definition.Location));
        return null;
    }

    private bool IsThere(ImageEntry entry, RelativePath folder, List<RelativePath> folders)
    {
        var found = new DiagnosticBag();
        if (files.ReportingTo(found).IsFolder(folder))
        {
            return true;
        }

        if (found.HasErrors)
        {
            Break(entry, [.. found.ToSorted()]);
            return false;
        }

        string? nearest = Suggestion.For(folder.Name, folders.Select(candidate => candidate.Name));
        Break(entry, new Diagnostic(
            CatalogCodes.FolderMissing,
            $"The folder '{Display.Text(folder.ToString())}' of the image {entry.Name} does not exist",
            nearest is null
                ? "Create it with a Dockerfile, or name another folder with 'definition:'."
                : $"Did you mean '{Display.Text(nearest)}'? Name the folder with 'definition:'.",
            entry.Definition?.Location ?? entry.Location));
        return false;
    }

    /// <summary>The path below the images' folder.</summary>
    private string PathOf(RelativePath folder) =>
        _imagesFolder.IsRoot ? folder.Value : folder.Value[(_imagesFolder.Value.Length + 1)..];

    /// <summary>What an image is called by its folder: <c>3.12/bookworm</c> gives <c>3.12-bookworm</c>.</summary>
    private string NameOf(RelativePath folder) => PathOf(folder).Replace('/', '-');

    private void Break(ImageEntry entry, params Diagnostic[] problems)
    {
        entry.Problems.AddRange(problems);
        Unread.Add(new UnfitImage(entry.Name.Value, IsLeftOut: false, entry.Problems.ToSorted()));
    }

    private void AddUnlisted(
        List<RelativePath> folders,
        List<(ImageEntry Entry, RelativePath? Folder)> listed,
        SortedDictionary<ImageName, ImageSeed> seeds)
    {
        // A folder that serves as a definition is not an image by itself, unless another file of it is built.
        var taken = listed
            .Where(pair => pair.Folder is not null)
            .Select(pair => new ImageSeed(pair.Entry.Name, pair.Folder!.Value, pair.Entry).DockerfilePath)
            .ToHashSet();
        var own = listed
            .Where(pair => pair.Entry.Definition is null)
            .Select(pair => pair.Folder)
            .OfType<RelativePath>()
            .ToHashSet();
        var names = listed.ToDictionary(pair => pair.Entry.Name, pair => pair.Entry);
        var byName = new Dictionary<ImageName, RelativePath>();
        RelativePath[] others =
        [
            .. folders.Where(folder =>
                !taken.Contains(folder.Child(BuildContext.DockerfilePath)) && !own.Contains(folder)),
        ];
        foreach (var (folder, dockerfile, isThere, found) in LookInto(others))
        {
            if (!isThere)
            {
                ReportWhenOutside(folder, found);
                if (found.HasErrors)
                {
                    Unread.Add(new UnfitImage(NameOf(folder), IsLeftOut: false, found.ToSorted()));
                }

                continue;
            }

            Dockerfiles.Add(dockerfile);
            if (!ImageName.TryParse(NameOf(folder), out var name))
            {
                Unread.Add(new UnfitImage(NameOf(folder), IsLeftOut: false, [new Diagnostic(
                    CatalogCodes.NameInvalid,
                    $"The folder '{Display.Text(PathOf(folder))}' has a Dockerfile, "
                    + "but its name cannot be that of an image",
                    $"Rename it ({ImageName.Grammar}), or list it below 'images:' in {ConfigReader.FileName} under "
                    + $"another name with 'definition: {Display.Text(PathOf(folder))}'.",
                    new SourceLocation(dockerfile.Value))]));
            }
            else if (names.TryGetValue(name, out var other))
            {
                Break(other, new Diagnostic(
                    CatalogCodes.NameTaken,
                    $"The image {name} has a definition of its own, "
                    + $"and the folder '{folder}' is an image of that name too",
                    "Rename one of them, or use the folder as a definition.",
                    other.Definition?.Location ?? other.Location));
                seeds.Remove(name);
            }
            else if (byName.TryGetValue(name, out var same))
            {
                seeds.Remove(name);
                Unread.Add(new UnfitImage(name.Value, IsLeftOut: false, [new Diagnostic(
                    CatalogCodes.NameTaken,
                    $"The folders '{Display.Text(same.ToString())}' and '{Display.Text(folder.ToString())}' both give "
                    + $"the image {name}",
                    $"Rename one of them, or list both below 'images:' in {ConfigReader.FileName} under other names "
                    + "with 'definition:'.",
                    new SourceLocation(dockerfile.Value))]));
            }
            else
            {
                byName.Add(name, folder);
                seeds.Add(name, new ImageSeed(name, folder, Entry: null));
            }
        }
    }

    private (RelativePath Folder, RelativePath Dockerfile, bool IsThere, DiagnosticBag Problems)[] LookInto(
        RelativePath[] folders)
    {
        var looks = new (RelativePath, RelativePath, bool, DiagnosticBag)[folders.Length];
        Parallel.For(0, folders.Length, i =>
        {
            var dockerfile = folders[i].Child(BuildContext.DockerfilePath);
            var found = new DiagnosticBag();
            looks[i] = (folders[i], dockerfile, files.ReportingTo(found).Exists(dockerfile), found);
        });
        return looks;
    }

    /// <summary>
    /// What lies outside the root is not looked at, so a link that leads there and could be an image's by its name
    /// would take the image out of the tree without a word.
    /// </summary>
    private void ReportWhenOutside(RelativePath folder, DiagnosticBag found)
    {
        var own = files.ReportingTo(found);
        if (own.Find(folder)?.Kind == EntryKind.Link && ImageName.TryParse(NameOf(folder), out _))
        {
            // Following the link is what reports it.
            own.List(folder);
        }
    }
}

/// <summary>That there is to be an image of this name in this folder.</summary>
/// <param name="Folder">The folder that becomes its context.</param>
/// <param name="Entry">What <c>slipway.yml</c> says about it, when it does.</param>
internal sealed record ImageSeed(ImageName Name, RelativePath Folder, ImageEntry? Entry)
{
    /// <summary>The Dockerfile, below the folder.</summary>
    public RelativePath Dockerfile => Entry?.Dockerfile?.Value ?? UsualDockerfile;

    private static RelativePath UsualDockerfile { get; } = RelativePath.Parse(BuildContext.DockerfilePath);

    /// <summary>The Dockerfile, below the root.</summary>
    public RelativePath DockerfilePath => Folder.Join(Dockerfile);
}
