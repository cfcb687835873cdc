using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>A tree with a folder of run-task files that lies elsewhere.</summary>
/// <remarks>
/// The files are found and read at <see cref="Place"/>, where the tree itself has nothing, so that a file of one is
/// never taken for one of the other. No folder lists them: whatever walks through the tree does not meet them, and only
/// who asks for the place finds them.
/// </remarks>
public sealed class MountedTree : ISourceTree
{
    private readonly ISourceTree _folder;

    /// <param name="own">The tree itself.</param>
    /// <param name="folder">The folder from elsewhere.</param>
    /// <param name="release">The release of taskgraph that it was found in; null when a person gave it.</param>
    public MountedTree(ISourceTree own, ISourceTree folder, Version? release = null)
    {
        Own = own;
        Release = release;
        _folder = folder;
        Place = FreePlace(own);
    }

    /// <summary>The folder's own path.</summary>
    public string Origin => _folder.RootPath;

    /// <summary>
    /// The release of taskgraph that the folder is a part of; null when a person gave the folder, who answers for it.
    /// </summary>
    public Version? Release { get; }

    /// <summary>The tree itself, in which what is mounted cannot be found.</summary>
    public ISourceTree Own { get; }

    /// <summary>Where the folder is found: a name in the root that the tree does not have.</summary>
    public RelativePath Place { get; }

    public string RootPath => Own.RootPath;

    /// <summary>A tree without what is mounted in it.</summary>
    public static ISourceTree OwnOf(ISourceTree tree) => tree is MountedTree mounted ? mounted.Own : tree;

    /// <summary>Another tree with what is mounted in this one, such as this one as it was at a revision.</summary>
    public static ISourceTree Over(ISourceTree tree, ISourceTree other) =>
        tree is MountedTree mounted ? new MountedTree(other, mounted._folder, mounted.Release) : other;

    public TreeEntry? Find(RelativePath path) =>
        Below(path) is { } below ? Moved(_folder.Find(below)) : Own.Find(path);

    public IReadOnlyList<TreeEntry> List(RelativePath folder) =>
        Below(folder) is { } below ? [.. _folder.List(below).Select(entry => Moved(entry)!)] : Own.List(folder);

    public TreeStream OpenRead(RelativePath file) =>
        Below(file) is { } below ? _folder.OpenRead(below) : Own.OpenRead(file);

    private static RelativePath FreePlace(ISourceTree own)
    {
        const string Name = ".slipway-run-task";
        var place = RelativePath.Parse(Name);
        for (int number = 2; own.Find(place) is not null; number++)
        {
            place = RelativePath.Parse($"{Name}-{number}");
        }

        return place;
    }

    /// <summary>The path within the folder; null for what is not in it.</summary>
    private RelativePath? Below(RelativePath path) =>
        path == Place ? RelativePath.Root
        : path.IsIn(Place) ? RelativePath.Parse(path.Value[(Place.Value.Length + 1)..])
        : null;

    private TreeEntry? Moved(TreeEntry? entry) => entry is null ? null : entry with { Path = Place.Join(entry.Path) };
}
