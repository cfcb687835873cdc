using System.Collections.Immutable;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Looks into Dockerfiles for what a proposal has to know of them.</summary>
internal sealed class DockerfileLook(ISourceTree tree)
{
    private const string IncludeFolder = "topsrcdir";

    // Reports are made when the proposal is tried.
    private readonly TreeFiles _files = new(tree, new DiagnosticBag());

    public bool Exists(RelativePath file) => _files.Find(file) is { Kind: EntryKind.File or EntryKind.Link };

    /// <summary>The names of images that it names, with arguments put in; none when it cannot be read.</summary>
    public ImmutableArray<string> References(
        RelativePath file, ImmutableSortedDictionary<string, string> args) =>
        Read(file, args) is { } dockerfile
            ? [.. dockerfile.References.Select(use => use.Resolved).Distinct(StringComparer.Ordinal)]
            : [];

    /// <summary>What its last stage is called; null when it has no name.</summary>
    public string? LastStage(RelativePath file) =>
        Content(file) is { } content
        && DockerfileSteps.Of(content)
            .Select(step => step.Text.Split(' '))
            .LastOrDefault(words => words[0].Equals("FROM", StringComparison.OrdinalIgnoreCase))
            is [_, .., var mark, var name]
        && mark.Equals("AS", StringComparison.OrdinalIgnoreCase)
            ? name
            : null;

    /// <summary>
    /// The folder from which it is built: the nearest, from its own upwards, that has all that it copies.
    /// </summary>
    /// <returns>Null when no folder has it all.</returns>
    public RelativePath? ContextOf(RelativePath file)
    {
        var copied = (Read(file, ImmutableSortedDictionary<string, string>.Empty)?.Copied ?? [])
            .Select(source => source.Path)
            .Where(path => !path.IsRoot && !path.IsIn(RelativePath.Parse(IncludeFolder)))
            .ToList();
        for (var folder = file.Parent; ; folder = folder.Parent)
        {
            if (copied.TrueForAll(path => _files.Exists(folder.Join(path))))
            {
                return folder;
            }

            if (folder.IsRoot)
            {
                return null;
            }
        }
    }

    private ExpandedDockerfile? Read(RelativePath file, ImmutableSortedDictionary<string, string> args) =>
        Content(file) is { } content
            ? DockerfileReader.Read(
                content, file.Value, new DockerfileSettings { Args = args }, new DiagnosticBag())
            : null;

    private ReadOnlyMemory<byte>? Content(RelativePath file) =>
        _files.Find(file) is null ? null : _files.Read(file, DockerfileReader.MaximumSize);
}
