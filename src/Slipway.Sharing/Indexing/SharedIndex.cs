using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>The tags of a registry as an index of images.</summary>
/// <param name="layout">Where everything is.</param>
/// <param name="scopes">Which repositories a push reads and writes.</param>
/// <param name="reader">Reads tags.</param>
/// <param name="writer">Writes them.</param>
/// <param name="lister">Lists them.</param>
/// <param name="memory">Remembers answers for plans.</param>
/// <param name="clock">Says what has expired.</param>
internal sealed class SharedIndex(
    SharedLayout layout,
    SharedScopes scopes,
    TagReader reader,
    EntryWriter writer,
    EntryLister lister,
    AnswerMemory memory,
    TimeProvider clock) : IImageIndex
{
    private readonly NewestPush _newest = new(layout, reader);

    public bool IsAskedOneByOne => true;

    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        foreach (var place in scopes.PlacesOf(layout, ns))
        {
            if (Live(await ReadAsync(place, cancellationToken)) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<IndexNamespace, IndexEntry>();
        await Questions.AskAsync(
            namespaces.Distinct(),
            async (ns, token) =>
            {
                if (await FindAsync(ns, token) is { } entry)
                {
                    found[ns] = entry;
                }
            },
            cancellationToken);
        return found;
    }

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindFirstAsync(
        IReadOnlyCollection<IReadOnlyList<IndexNamespace>> rows, CancellationToken cancellationToken)
    {
        ImmutableArray<SharedPlace>[] places =
            [.. rows.Select(row => row.SelectMany(ns => scopes.PlacesOf(layout, ns)).ToImmutableArray())];
        var answers = await memory.RecallAsync(places.SelectMany(row => row), cancellationToken);
        var found = new ConcurrentDictionary<IndexNamespace, IndexEntry>();
        await Questions.AskAsync(
            places,
            async (row, token) =>
            {
                if (await FirstAsync(row, answers, token) is { } entry)
                {
                    found[entry.Namespace] = entry;
                }
            },
            cancellationToken);
        await memory.KeepAsync(answers, cancellationToken);
        return found;
    }

    public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindExpiredAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        // Whoever asks this has asked for the living ones before, and with that for these.
        Task.FromResult<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(namespaces
            .Distinct()
            .Select(reader.Seen)
            .OfType<IndexEntry>()
            .Where(entry => Live(entry) is null)
            .ToDictionary(entry => entry.Namespace));

    public async Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var place = layout.Find(entry.Namespace) ?? layout.Named(entry.Namespace, scopes.Writable);
        var (standing, manifest) = await writer.InsertAsync(entry, place, cancellationToken);
        await memory.KeepAsync(place, manifest, cancellationToken);
        return standing;
    }

    public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        lister.ListEntriesAsync(below, cancellationToken);

    public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        lister.ListNamespacesAsync(below, cancellationToken);

    public async Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        var place = layout.Find(ns) ?? layout.Named(ns, scopes.Writable);
        if (!await writer.RemoveAsync(place, cancellationToken))
        {
            return false;
        }

        await memory.KeepAsync(place, null, cancellationToken);
        return true;
    }

    private async Task<IndexEntry?> FirstAsync(
        ImmutableArray<SharedPlace> row, Answers answers, CancellationToken cancellationToken)
    {
        if (answers.First(row) is { } known && Live(reader.Read(known.Place, known.Manifest)) is { } remembered)
        {
            return remembered;
        }

        foreach (var place in row)
        {
            var manifest = await reader.AskAsync(place, cancellationToken);
            var entry = Live(reader.Read(place, manifest));
            answers.Asked[place.Key] = new RememberedAnswer(entry is null ? null : manifest);
            if (entry is not null)
            {
                return entry;
            }
        }

        return null;
    }

    private Task<IndexEntry?> ReadAsync(SharedPlace place, CancellationToken cancellationToken) =>
        place.IsLatest
            ? _newest.FindAsync(place, cancellationToken)
            : reader.FindAsync(place, cancellationToken);

    private IndexEntry? Live(IndexEntry? entry) => entry?.Expires > clock.GetUtcNow() ? entry : null;
}
