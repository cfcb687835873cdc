using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Reads the definitions of tasks and of CI jobs.</summary>
/// <remarks>
/// The files are templates as often as they are YAML, so they are read as text: a use that is none hides a warning, and
/// a file that is no YAML loses none. Programs beside them are read too, for what they name.
/// </remarks>
public sealed class TaskFiles
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

    private static readonly FrozenSet<string> Programs =
        FrozenSet.Create(StringComparer.Ordinal, ".py", ".sh", ".json", ".toml", ".js", ".ts");

    private readonly TreeFiles _files;
    private readonly RelativePath _imagesFolder;
    private readonly ImmutableArray<ReferringFile>.Builder _found = ImmutableArray.CreateBuilder<ReferringFile>();

    private TaskFiles(ISourceTree tree, RelativePath imagesFolder)
    {
        // What cannot be read uses nothing; the commands that need it say so.
        _files = new TreeFiles(tree, new DiagnosticBag());
        _imagesFolder = imagesFolder;
    }

    public static ImmutableArray<ReferringFile> Read(
        ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var reader = new TaskFiles(tree, catalog.Config.Folder);
        foreach (var place in Places)
        {
            if (reader._files.Find(place) is { } entry)
            {
                reader.Read(entry, cancellationToken);
            }
        }

        return reader._found.DrainToImmutable();
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
            && (ReferringFile.IsYaml(entry.Path) || Programs.Contains(Path.GetExtension(entry.Path.Name)))
            && entry.Size <= MaximumSize
            && _files.Read(entry.Path, MaximumSize) is { } content)
        {
            _found.Add(new ReferringFile(entry.Path, Encoding.UTF8.GetString(content.Span)));
        }
    }
}

/// <summary>A file that defines tasks or CI jobs, or a program beside such files.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Text">What is in it.</param>
public sealed record ReferringFile(RelativePath Path, string Text)
{
    /// <summary>Whether it is a definition, as against a program that makes or uses some.</summary>
    internal bool IsDefinition => IsYaml(Path);

    internal static bool IsYaml(RelativePath path) => System.IO.Path.GetExtension(path.Name) is ".yml" or ".yaml";
}
