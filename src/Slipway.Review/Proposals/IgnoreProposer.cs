using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Images;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Proposes what keeps files out of contexts that other checkouts do not have.</summary>
/// <param name="tree">The tree.</param>
/// <param name="isIgnored">Whether git ignores a file.</param>
/// <param name="isUnknown">Whether git does not know a file, and does not ignore it.</param>
public sealed class IgnoreProposer(
    ISourceTree tree, Func<RelativePath, bool> isIgnored, Func<RelativePath, bool> isUnknown)
{
    private const int MostNames = 5;

    // What `init` writes is new to git, too.
    private static readonly ImmutableArray<string> OwnFiles =
        ["slipway.yml", ".gitattributes", ".dockerignore", ConfigText.SchemaPath];

    private readonly SortedDictionary<RelativePath, SortedSet<string>> _lines = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    /// <returns>The lines by file, and what a person has to decide, each a sentence without a full stop.</returns>
    public (ImmutableArray<ProposedLines> Lines, ImmutableArray<string> Notes) Propose(
        ImmutableArray<ContextFiles> contexts)
    {
        foreach (var context in contexts)
        {
            AddIgnored(context);
            NoteUnknown(context);
        }

        return ([.. _lines.Select(pair => new ProposedLines(pair.Key, [.. pair.Value]))], [.. _notes]);
    }

    private void AddIgnored(ContextFiles context)
    {
        var (image, files) = context;
        var own = files.Where(file => file.IsIn(image.Folder)).ToList();
        var ignored = own.Where(isIgnored).ToList();
        if (ignored.Count == 0)
        {
            return;
        }

        // A folder of which nothing is kept is named as one.
        var kept = own.Except(ignored)
            .SelectMany(file => FoldersOf(file, image.Folder))
            .ToHashSet();
        string dockerfile = Encoding.UTF8.GetString(image.Dockerfile.Content.Span);
        foreach (var path in ignored.Select(file => Topmost(file, image.Folder, kept)).Distinct())
        {
            string below = Below(image.Folder, path);
            if (dockerfile.Contains(below.Split('/')[0], StringComparison.Ordinal) || below.Any(char.IsControl))
            {
                _notes.Add(
                    $"git ignores {Display.Text(path.Value)}, and the Dockerfile of {image.Name} speaks of it: other "
                    + "checkouts have other digests unless it is made in the Dockerfile, or added to git");
                continue;
            }

            var file = IgnoreFileOf(image);
            (_lines.TryGetValue(file, out var lines) ? lines : _lines[file] = new SortedSet<string>(
                StringComparer.Ordinal)).Add(Pattern(below));
        }
    }

    private void NoteUnknown(ContextFiles context)
    {
        // Of an image that is new itself, everything is.
        if (isUnknown(context.Image.DockerfilePath) || isIgnored(context.Image.DockerfilePath))
        {
            return;
        }

        string[] unknown =
        [
            .. context.Files
                .Where(file => isUnknown(file) && !OwnFiles.Contains(file.Value) && file.Name != ".dockerignore")
                .Order()
                .Select(file => file.Value),
        ];
        if (unknown.Length > 0)
        {
            _notes.Add(
                $"git does not know {NameList.Of(unknown, MostNames)}, which {(unknown.Length == 1 ? "goes" : "go")} "
                + $"into {context.Image.Name}: add to git what belongs there, and name the rest in "
                + $"{IgnoreFileOf(context.Image)}");
        }
    }

    /// <summary>The file that counts: that of the Dockerfile's own name goes before.</summary>
    private RelativePath IgnoreFileOf(ImageDefinition image)
    {
        var own = RelativePath.Parse($"{image.DockerfilePath}.dockerignore");
        return tree.Find(own) is not null ? own : image.Folder.Child(".dockerignore");
    }

    private static IEnumerable<RelativePath> FoldersOf(RelativePath file, RelativePath top)
    {
        for (var folder = file.Parent; folder != top && folder.IsIn(top); folder = folder.Parent)
        {
            yield return folder;
        }
    }

    private static RelativePath Topmost(RelativePath file, RelativePath top, HashSet<RelativePath> kept) =>
        FoldersOf(file, top).Where(folder => !kept.Contains(folder)).Append(file).MinBy(path => path.Value.Length);

    private static string Below(RelativePath folder, RelativePath path) =>
        folder.IsRoot ? path.Value : path.Value[(folder.Value.Length + 1)..];

    private static string Pattern(string path) =>
        (path[0] is '#' or '!' ? "/" : string.Empty) + GitPattern.Escape(path);
}
