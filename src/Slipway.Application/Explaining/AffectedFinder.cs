using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Impact;

namespace Slipway.Application.Explaining;

/// <summary>Finds the images that files of the tree count for.</summary>
internal sealed class AffectedFinder(WorkspaceParts parts)
{
    /// <param name="files">Files and folders as a person names them, which may be gone.</param>
    /// <returns>Each file once, in the order in which they are named.</returns>
    /// <exception cref="SlipwayException">A file lies outside the tree,
    /// or something is wrong with the tree.</exception>
    public ImmutableArray<FileUses> Find(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        RelativePath[] paths = [.. files.Select(Locate).Distinct()];
        var contexts = Contexts(cancellationToken);
        var finder = new FileUseFinder(parts.Catalog, contexts, paths);
        return [.. paths.Select(path => new FileUses(path, parts.Tree.Find(path) is not null, finder.Find(path)))];
    }

    private Dictionary<ImageName, BuildContext> Contexts(CancellationToken cancellationToken)
    {
        var problems = new ImageProblems();
        var builder = parts.Catalog.Config.ContextsOf(parts.Tree);
        var contexts = new Dictionary<ImageName, BuildContext>();
        foreach (var image in parts.Catalog.ParentsFirst)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (builder.Build(image, problems.Of(image.Name)) is { } context)
            {
                contexts.Add(image.Name, context);
            }
        }

        parts.LeaveOut(problems.Broken);
        return contexts;
    }

    /// <summary>The path below the root. People name files from the current folder, git and CI from the root.</summary>
    private RelativePath Locate(string file)
    {
        var candidates = new List<RelativePath>();
        foreach (string text in new[] { Path.GetRelativePath(parts.Tree.RootPath, Path.GetFullPath(file)), file })
        {
            if (RelativePath.TryParse(text, out var path))
            {
                candidates.Add(path.Value);
            }
        }

        return candidates.Count == 0
            ? throw new SlipwayException(new Diagnostic(
                ExplainCodes.NotInTree,
                $"'{Display.Text(file)}' lies outside the tree {parts.Tree.RootPath}",
                "Name files of the tree, from the current folder or from its root."))
            : candidates
                .OrderByDescending(path => parts.Tree.Find(path) is not null)
                .ThenByDescending(path => parts.Tree.Find(path.Parent) is not null)
                .First();
    }
}

/// <summary>The images that a file counts for.</summary>
/// <param name="File">The file, or a folder, below the root.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Uses">The images, parents first.</param>
public sealed record FileUses(RelativePath File, bool Exists, ImmutableArray<FileUse> Uses);
