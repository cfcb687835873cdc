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

namespace Slipway.Application.Checks;

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
    public async Task<ImmutableArray<HiddenSource>> ReadAsync(
        HiddenFiles hidden, CheckFacts facts, CancellationToken cancellationToken)
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
        var config = facts.Catalog.Config;
        var then = CatalogReader.Read(past, KnownDialects.All, config.Dialect, config.Checkout).Catalog;
        var images = new SortedDictionary<RelativePath, SortedSet<ImageName>>();
        Note(facts.Images, facts.Catalog, tree);
        Note(then.ParentsFirst.Where(image => IsWanted(image, facts)), then, past);
        return
        [
            .. images.Select(pair => new HiddenSource(
                pair.Key,
                tree.Find(pair.Key) is null,
                hidden.Files[pair.Key] == HidingReason.AssumedUnchanged,
                [.. pair.Value])),
        ];

        void Note(IEnumerable<ImageDefinition> definitions, ImageCatalog catalog, ISourceTree files)
        {
            var contexts = catalog.Config.ContextsOf(files);
            foreach (var image in definitions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // What is wrong with it is told elsewhere.
                var context = contexts.Build(image, new DiagnosticBag());
                foreach (var file in context is null ? [] : ContextSources.Of(image, context).Where(differing.Contains))
                {
                    (images.TryGetValue(file, out var users) ? users : images[file] = []).Add(image.Name);
                }
            }
        }
    }

    /// <summary>An image that git has and the checkout lacks is wanted when all are.</summary>
    private static bool IsWanted(ImageDefinition image, CheckFacts facts) =>
        facts.Images.Any(wanted => wanted.Name == image.Name)
        || (facts.Catalog.Find(image.Name) is null && facts.Images.Length == facts.Catalog.ParentsFirst.Length);
}
