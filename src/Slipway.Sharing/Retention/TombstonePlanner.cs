using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Finds the repositories in which nothing has to say any more that there is nothing.</summary>
internal sealed class TombstonePlanner(Inventory inventory, SharedLayout layout)
{
    /// <param name="shelves">What the repositories have.</param>
    /// <param name="deleted">The holdings that are deleted now.</param>
    /// <param name="condemned">The holdings that are not found any more from now on.</param>
    /// <param name="restored">The holdings that are found again from now on.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<ImmutableArray<SharedDocumentFate>> PlanAsync(
        IReadOnlyCollection<Shelf> shelves,
        ImmutableArray<Holding> deleted,
        IReadOnlySet<Holding> condemned,
        ImmutableArray<Holding> restored,
        CancellationToken cancellationToken)
    {
        var repositories = deleted.Select(holding => holding.Repository).ToHashSet();
        if (repositories.Count == 0)
        {
            return [];
        }

        var getting = condemned.Concat(restored).Select(holding => holding.Repository).ToHashSet();
        var staying = new ConcurrentBag<RepositoryName>();
        var going = new ConcurrentBag<RepositoryName>();
        await Questions.AskAsync(
            shelves,
            async (shelf, token) =>
            {
                var repository = shelf.Repository;
                bool isThere =
                    await inventory.FindAsync(repository, Tombstone.Manifest.Descriptor.Digest, token) is not null;
                if (!isThere && !getting.Contains(repository))
                {
                    return;
                }

                if (!repositories.Contains(repository) || !await MayGoAsync(shelf, condemned, restored, token))
                {
                    staying.Add(repository);
                }
                else if (isThere)
                {
                    going.Add(repository);
                }
            },
            cancellationToken);
        // A registry has it once, whatever number of repositories name it when all is done.
        long bytes = staying.IsEmpty ? Tombstone.Manifest.Descriptor.Size : 0;
        return
        [
            .. going.OrderBy(repository => repository.ToString(), StringComparer.Ordinal).Select((repository, number) =>
                new SharedDocumentFate(
                    Tombstone.In(repository), SharedDocumentKind.Removed, number == 0 ? bytes : 0, null)),
        ];
    }

    /// <summary>Whether they may go after what else is done.</summary>
    private async Task<bool> MayGoAsync(
        Shelf shelf,
        IReadOnlySet<Holding> condemned,
        ImmutableArray<Holding> restored,
        CancellationToken cancellationToken)
    {
        if (restored.Any(holding =>
            holding.Repository == shelf.Repository && holding.FoundIn(layout).Contains(SharedTags.Latest)))
        {
            return true;
        }

        var latest = await inventory.FindAsync(shelf.Repository, SharedTags.Latest, cancellationToken);
        return Tombstone.MayGo(latest)
            && !condemned.Any(holding =>
                holding.Repository == shelf.Repository
                && holding.Manifest.Descriptor.Digest == latest?.Descriptor.Digest);
    }
}
