using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Makes images of Dockerfiles that no file of another tool speaks of.</summary>
/// <param name="look">Looks into them.</param>
/// <param name="rootName">What the root's folder is called.</param>
internal sealed class FolderProposer(DockerfileLook look, string rootName)
{
    private const int MostLevels = 10;

    /// <param name="dockerfiles">All of them, by path.</param>
    /// <param name="explicitly">Whether every image is listed; else those are found that can be.</param>
    public (RelativePath Folder, ImmutableArray<string> Folders, ImmutableArray<ImageProposal> Images) Propose(
        ImmutableArray<RelativePath> dockerfiles, bool explicitly)
    {
        var contexts = dockerfiles.ToDictionary(file => file, look.ContextOf);
        var usual = dockerfiles
            .Where(file => file.Name == BuildContext.DockerfilePath && !file.Parent.IsRoot
                && (contexts[file] ?? file.Parent) == file.Parent)
            .ToList();
        var folder = CommonFolder(
            usual.Count > 0 ? [.. usual.Select(file => file.Parent.Parent)] : [RelativePath.Root]);
        var found = explicitly
            ? []
            : usual
                .Where(file => NameOf(folder, file.Parent) is var name
                    && ImageName.TryParse(name, out _)
                    && !IsNamed(file, name))
                .ToHashSet();
        // Of two with one name neither is an image, unless both are listed.
        found =
        [
            .. found.GroupBy(file => NameOf(folder, file.Parent), StringComparer.Ordinal)
                .Where(same => same.Count() == 1)
                .Select(same => same.Single()),
        ];
        var taken = found.Select(file => ImageName.Parse(NameOf(folder, file.Parent))).ToHashSet();
        var listed = dockerfiles
            .Where(file => !found.Contains(file))
            .Select(file => List(file, contexts[file], folder, taken))
            .ToList();
        return (
            folder,
            [.. found.Select(file => LevelsBelow(folder, file.Parent)).Distinct().Order().Select(Pattern)],
            [.. listed.OrderBy(image => image.Name)]);
    }

    private ImageProposal List(RelativePath file, RelativePath? context, RelativePath folder, HashSet<ImageName> taken)
    {
        string variant = DockerfileNaming.VariantOf(file.Name);
        string place = file.Parent.IsRoot && variant.Length == 0 ? rootName
            : file.Parent.IsIn(folder) ? NameOf(folder, file.Parent)
            : file.Parent.Value.Replace('/', '-');
        var chosen = context ?? file.Parent;
        var name = ImageNaming.Of(string.Join('-', new[] { place, variant }.Where(part => part.Length > 0)));
        ImmutableArray<string> notes = IsNamed(file, name.Value)
            ? [$"not called {name}, because its FROM names the {name} of a registry"]
            : [];
        return new ImageProposal
        {
            Name = ImageNaming.Unique(notes.IsEmpty ? name : ImageNaming.Of($"{name}-image"), taken),
            Context = chosen,
            Dockerfile = RelativePath.Parse(chosen.IsRoot ? file.Value : file.Value[(chosen.Value.Length + 1)..]),
            Notes = context is null ? [.. notes, "no folder has all that it copies, so a build of it is likely to fail"]
                : chosen != file.Parent ? [.. notes, $"its context is {chosen}, because what it copies is there"]
                : notes,
        };
    }

    /// <summary>Whether a Dockerfile is built on what it would be called itself.</summary>
    private bool IsNamed(RelativePath file, string name) =>
        look.References(file, ImmutableSortedDictionary<string, string>.Empty).Contains(name);

    private static string Pattern(int levels) =>
        levels > MostLevels ? "**" : string.Join('/', Enumerable.Repeat("*", levels));

    private static string Below(RelativePath folder, RelativePath path) =>
        folder.IsRoot ? path.Value : path == folder ? string.Empty : path.Value[(folder.Value.Length + 1)..];

    private static string NameOf(RelativePath folder, RelativePath path) => Below(folder, path).Replace('/', '-');

    private static int LevelsBelow(RelativePath folder, RelativePath path) => Below(folder, path).Split('/').Length;

    private static RelativePath CommonFolder(IReadOnlyCollection<RelativePath> folders)
    {
        var common = folders.First();
        while (!folders.All(folder => folder.IsIn(common)))
        {
            common = common.Parent;
        }

        return common;
    }
}
