using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Catalog;
using Slipway.Core.Catalog.Reading;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Core.Checks.Facts;

/// <summary>Finds the images that definitions of tasks and of CI jobs use.</summary>
/// <remarks>
/// The files are templates as often as they are YAML, so they are read as text: a use that is none hides a warning, and a
/// file that is no YAML loses none.
/// </remarks>
public sealed partial class TaskUses
{
    // Far above any definition that a person wrote.
    private const int MaximumSize = 1024 * 1024;

    private static readonly RelativePath[] Places =
    [
        RelativePath.Parse("taskcluster"),
        RelativePath.Parse(".taskcluster.yml"),
        RelativePath.Parse(".github"),
        RelativePath.Parse(".gitlab-ci.yml"),
    ];

    private readonly TreeFiles _files;
    private readonly RelativePath _imagesFolder;
    private readonly FrozenSet<string> _names;
    private readonly HashSet<ImageName> _used = [];

    private TaskUses(ISourceTree tree, ImageCatalog catalog)
    {
        // What cannot be read uses nothing; the commands that need it say so.
        _files = new TreeFiles(tree, new DiagnosticBag());
        _imagesFolder = catalog.Config.Folder;
        _names = catalog.ParentsFirst.Select(image => image.Name.Value).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <returns>Null when no definition uses any image of the tree.</returns>
    public static IReadOnlySet<ImageName>? Find(
        ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var uses = new TaskUses(tree, catalog);
        foreach (var place in Places)
        {
            if (uses._files.Find(place) is { } entry)
            {
                uses.Read(entry, cancellationToken);
            }
        }

        return uses._used.Count == 0 ? null : uses._used;
    }

    private void Read(TreeEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (entry.Kind == EntryKind.Folder && entry.Path != _imagesFolder)
        {
            foreach (var child in _files.List(entry.Path))
            {
                Read(child, cancellationToken);
            }
        }
        else if (entry.Kind == EntryKind.File
            && Path.GetExtension(entry.Path.Name) is ".yml" or ".yaml"
            && entry.Size <= MaximumSize
            && _files.Read(entry.Path, MaximumSize) is { } content)
        {
            Read(Encoding.UTF8.GetString(content.Span));
        }
    }

    private void Read(string text)
    {
        foreach (Match match in Reference().Matches(text))
        {
            Add(match.Groups["name"].Value);
        }

        foreach (Match match in CommandLine().Matches(text))
        {
            foreach (string word in match.Groups["words"].Value.Split((char[])[' ', '\t', '"', '\''], StringSplitOptions.RemoveEmptyEntries))
            {
                Add(word);
            }
        }
    }

    private void Add(string name)
    {
        if (_names.Contains(name))
        {
            _used.Add(ImageName.Parse(name));
        }
    }

    [GeneratedRegex(
        """(?:\{\{#(?:docker_image|task_id_for_image)\}\}\s*|\b(?:in-tree|docker-image|image|parent)["']?:[ \t]+["']?)(?<name>[a-z0-9][a-z0-9._-]*)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"\bslipway[ \t]+(?:build|load|run|push|resolve|context)[ \t](?<words>[^\r\n|;&]*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();
}
