using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Bake;
using Slipway.Review.Surveys.Builds;
using Slipway.Review.Surveys.Compose;

namespace Slipway.Review.Surveys;

/// <summary>Walks through a tree, and notes everything from which images can be made.</summary>
public sealed class TreeSurveyor
{
    private const int MostLevels = 20;
    private const int MostFolders = 20_000;
    private const int MaximumSize = 1024 * 1024;
    private const int MostBuilds = 2000;

    private readonly TreeFiles _files;
    private readonly CancellationToken _cancellation;
    private readonly DiagnosticBag _problems = new();
    private readonly List<RelativePath> _dockerfiles = [];
    private readonly List<DeclaredBuild> _builds = [];
    private readonly List<RelativePath> _buildFiles = [];
    private readonly List<RelativePath> _unread = [];
    private int _folders;
    private bool _isWhole = true;

    private TreeSurveyor(ISourceTree tree, CancellationToken cancellation)
    {
        // What cannot be listed is no image's, and told where it becomes a part of one.
        _files = new TreeFiles(tree, new DiagnosticBag());
        _cancellation = cancellation;
    }

    public static TreeSurvey Read(ISourceTree tree, CancellationToken cancellationToken)
    {
        var surveyor = new TreeSurveyor(MountedTree.OwnOf(tree), cancellationToken);
        surveyor.Look(RelativePath.Root, 0);
        bool hasAll = surveyor._builds.Count <= MostBuilds;
        return new TreeSurvey(
            [.. surveyor._dockerfiles.Order()],
            [.. surveyor._builds.Take(MostBuilds)],
            [.. surveyor._buildFiles.Order()],
            [.. surveyor._unread.Order()],
            surveyor._problems.ToSorted(),
            surveyor._isWhole && hasAll);
    }

    private void Look(RelativePath folder, int level)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (level > MostLevels || ++_folders > MostFolders)
        {
            _isWhole = false;
            return;
        }

        var entries = _files.List(folder);
        ReadBuildFiles(
            folder, entries.Where(IsFile).Select(entry => entry.Path.Name).ToHashSet(StringComparer.Ordinal));
        foreach (var entry in entries)
        {
            if (IsFile(entry) && DockerfileNaming.IsDockerfile(entry.Path.Name))
            {
                _dockerfiles.Add(entry.Path);
            }
            else if (entry.Kind == EntryKind.Folder && !DockerfileNaming.IsForeign(entry.Path.Name))
            {
                Look(entry.Path, level + 1);
            }
        }
    }

    private static bool IsFile(TreeEntry entry) => entry.Kind is EntryKind.File or EntryKind.Link;

    private void ReadBuildFiles(RelativePath folder, HashSet<string> names)
    {
        var bake = BakeReader.Names.Where(names.Contains).Select(folder.Child).ToList();
        _buildFiles.AddRange(bake);
        _builds.AddRange(BakeReader.Read(
            [.. bake.Select(file => (file, Content: Read(file))).Where(pair => pair.Content is not null)
                .Select(pair => (pair.file, pair.Content!.Value))],
            _problems));

        if (ComposeReader.Names.FirstOrDefault(names.Contains) is { } first)
        {
            var file = folder.Child(first);
            _buildFiles.Add(file);
            _builds.AddRange(Read(file) is { } content ? ComposeReader.Read(content, file, _problems) : []);
        }

        _unread.AddRange(names
            .Where(name => IsOtherBuildFile(name))
            .Select(folder.Child)
            .Where(file => !_buildFiles.Contains(file)));
    }

    private static bool IsOtherBuildFile(string name) =>
        (name.StartsWith("docker-compose", StringComparison.Ordinal)
            || name.StartsWith("compose.", StringComparison.Ordinal)
            || name.StartsWith("docker-bake", StringComparison.Ordinal))
        && (name.EndsWith(".yml", StringComparison.Ordinal)
            || name.EndsWith(".yaml", StringComparison.Ordinal)
            || name.EndsWith(".hcl", StringComparison.Ordinal)
            || name.EndsWith(".json", StringComparison.Ordinal));

    private ReadOnlyMemory<byte>? Read(RelativePath file) =>
        _files.ReportingTo(_problems).Read(file, MaximumSize);
}
