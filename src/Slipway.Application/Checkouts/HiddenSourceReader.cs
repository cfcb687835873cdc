using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;

namespace Slipway.Application.Checkouts;

/// <summary>Finds what contexts have otherwise than git, where git itself says nothing.</summary>
internal sealed class HiddenSourceReader(ISourceTree tree, GitRepository repository)
{
    /// <summary>The submodules that are not as git has them.</summary>
    public static FrozenDictionary<RelativePath, SubmoduleContent> SubmodulesOf(HiddenFiles hidden) => hidden.Submodules
        .Where(submodule => submodule.State != SubmoduleState.Clean)
        .ToFrozenDictionary(submodule => submodule.Path, submodule => submodule.State switch
        {
            SubmoduleState.NotCloned => SubmoduleContent.NotCloned,
            SubmoduleState.Moved => SubmoduleContent.Moved,
            _ => SubmoduleContent.Edited,
        });

    /// <summary>The hidden files that are in contexts, now or as git has the tree.</summary>
    /// <param name="hidden">Those that may be.</param>
    /// <param name="catalog">The images of the tree as it stands.</param>
    /// <param name="images">Those of them that matter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ImmutableArray<HiddenSource>> ReadAsync(
        HiddenFiles hidden,
        ImageCatalog catalog,
        ImmutableArray<ImageDefinition> images,
        CancellationToken cancellationToken)
    {
        if (hidden.Files.Count == 0 || await repository.TryResolveAsync("HEAD", cancellationToken) is not { } head)
        {
            return [];
        }

        var differing = await repository.HiddenSinceAsync(head, hidden, cancellationToken);
        if (differing.Count == 0)
        {
            return [];
        }

        // What .dockerignore makes of a file that is not here, only the tree as git has it can tell.
        var past = await repository.OpenTreeAsync(head, tree, cancellationToken);
        var config = catalog.Config;
        var then = CatalogReader.Read(past, KnownDialects.All, config.Dialect, config.Checkout).Catalog;
        var users = new SortedDictionary<RelativePath, SortedSet<ImageName>>();
        Note(images, catalog, tree);
        Note(then.ParentsFirst.Where(image => IsWanted(image, catalog, images)), then, past);
        return
        [
            .. users.Select(pair => new HiddenSource(
                pair.Key,
                tree.Find(pair.Key) is null,
                hidden.Files[pair.Key] == HidingReason.AssumedUnchanged,
                [.. pair.Value])),
        ];

        void Note(IEnumerable<ImageDefinition> definitions, ImageCatalog side, ISourceTree files)
        {
            var contexts = side.Config.ContextsOf(files);
            foreach (var image in definitions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // What is wrong with it is told elsewhere.
                var context = contexts.Build(image, new DiagnosticBag());
                foreach (var file in context is null ? [] : ContextSources.Of(image, context).Where(differing.Contains))
                {
                    (users.TryGetValue(file, out var names) ? names : users[file] = []).Add(image.Name);
                }
            }
        }
    }

    /// <summary>An image that git has and the checkout lacks is wanted when all are.</summary>
    private static bool IsWanted(
        ImageDefinition image, ImageCatalog catalog, ImmutableArray<ImageDefinition> images) =>
        images.Any(wanted => wanted.Name == image.Name)
        || (catalog.Find(image.Name) is null && images.Length == catalog.ParentsFirst.Length);
}
