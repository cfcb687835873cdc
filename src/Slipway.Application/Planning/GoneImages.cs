using System.Collections.Immutable;
using System.Globalization;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Pushes;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>
/// Finds images whose Dockerfile names an image that the tree had once: as the index knows it, HEAD, or the history of
/// git.
/// </summary>
/// <remarks>
/// Only for names that mean no image of the tree and are not known to be from elsewhere, so nothing is asked for most
/// trees. What does not know the name says nothing: a store is young, and a checkout may be shallow.
/// </remarks>
internal sealed class GoneImages(WorkspaceParts parts)
{
    // Two paths for each.
    private const int MostSeparators = 5;

    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <param name="catalog">The images of the tree that can be used.</param>
    /// <param name="images">Those that are wanted; what they are built on is looked at too.</param>
    /// <returns>What is wrong with each.</returns>
    public async Task<IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>>> FindAsync(
        ImageCatalog catalog, IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var broken = new Dictionary<ImageName, ImmutableArray<Diagnostic>>();
        foreach (var image in catalog.WithAncestors(images.Select(image => image.Name)))
        {
            var problems = ImmutableArray.CreateBuilder<Diagnostic>();
            // 'debian:12' is Docker Hub's for everybody, whatever the tree once had.
            foreach (var name in ForeignName.Of(catalog, image).Where(name => !(name.IsOfficial && name.HasTag)))
            {
                if (await FindAsync(catalog, name.Name, cancellationToken) is { } known)
                {
                    problems.Add(new Diagnostic(
                        EdgeCodes.NameGone,
                        $"'{Display.Text(name.Reference)}' is no image of this tree any more ({known})",
                        $"Name another image of the tree, or bring it back. {name.Remedy}",
                        name.Location));
                }
            }

            if (problems.Count > 0)
            {
                broken.Add(image.Name, [.. problems.Distinct()]);
            }
        }

        return broken;
    }

    /// <summary>Who knows that an image of the name was one of the tree; null when nobody does.</summary>
    private async Task<string?> FindAsync(ImageCatalog catalog, string text, CancellationToken cancellationToken)
    {
        if (!ImageName.TryParse(text, out var name))
        {
            return null;
        }

        if (!_known.TryGetValue(text, out string? known))
        {
            known = await InIndexAsync(catalog, name, cancellationToken)
                ?? await InCheckoutAsync(catalog, name, cancellationToken);
            _known.Add(text, known);
        }

        return known;
    }

    private async Task<string?> InIndexAsync(ImageCatalog catalog, ImageName name, CancellationToken cancellationToken)
    {
        var naming = new IndexNaming(catalog.Config);
        foreach (var level in Level.Lowest.TrustedLevels())
        {
            var ns = naming.Latest(name, IndexScope.Of(level));
            if (await parts.StoreToRead.Index.FindAsync(ns, cancellationToken) is { } entry)
            {
                return $"build {entry.Build} was one, says the index";
            }
        }

        return null;
    }

    private async Task<string?> InCheckoutAsync(
        ImageCatalog catalog, ImageName name, CancellationToken cancellationToken)
    {
        try
        {
            return await InHistoryAsync(catalog, name, cancellationToken);
        }
        catch (SlipwayException)
        {
            // A checkout that git refuses to read is no fault of the image; what needs git says so.
            return null;
        }
    }

    private async Task<string?> InHistoryAsync(
        ImageCatalog catalog, ImageName name, CancellationToken cancellationToken)
    {
        using var repository = await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken);
        if (repository is null || await repository.TryResolveAsync("HEAD", cancellationToken) is not { } head)
        {
            return null;
        }

        if (await HadAsync(repository, head, name, cancellationToken))
        {
            return $"HEAD, {head.Short}, has it";
        }

        if (await repository.FindRemovalAsync(FilesOf(catalog, name), cancellationToken) is { } removal)
        {
            return Removed(removal);
        }

        // An image that only stood in the configuration.
        string key = name.Value.Replace(".", "\\.", StringComparison.Ordinal);
        return await repository.FindChangeAsync(
                ConfigFile, $"(^|[{{,[:space:]])[\"']?{key}[\"']?[[:space:]]*:", cancellationToken) is { } change
            && await repository.TryResolveAsync($"{change.Id}^", cancellationToken) is { } before
            && await HadAsync(repository, before, name, cancellationToken)
                ? Removed(change)
                : null;
    }

    private static string Removed(GitRevision commit) =>
        $"commit {commit.Short} of {commit.Committed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} removed it";

    /// <summary>Where its Dockerfile was: a '-' of the name may have been a '/' of the path.</summary>
    private static IEnumerable<RelativePath> FilesOf(ImageCatalog catalog, ImageName name)
    {
        string[] parts = name.Value.Split('-');
        int separators = catalog.Config.Folders is ["*"] ? 0 : Math.Min(parts.Length - 1, MostSeparators);
        for (int slashes = 0; slashes < 1 << separators; slashes++)
        {
            string path = parts[0];
            for (int i = 1; i < parts.Length; i++)
            {
                path += (i <= separators && (slashes & (1 << (i - 1))) != 0 ? "/" : "-") + parts[i];
            }

            if (RelativePath.TryParse(path, out var folder))
            {
                yield return catalog.Config.Folder.Join(folder.Value).Child(BuildRequest.UsualDockerfile);
            }
        }
    }

    private async Task<bool> HadAsync(
        GitRepository repository, GitRevision revision, ImageName name, CancellationToken cancellationToken)
    {
        var tree = await repository.OpenTreeAsync(revision, parts.Tree, hideUntracked: true, cancellationToken);
        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;
        return catalog.Find(name) is not null || catalog.FindUnfit(name.Value) is not null;
    }
}
