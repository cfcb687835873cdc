using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Application.Indexing;

/// <summary>Completes namespaces from the index of the store, one step at a time.</summary>
internal static class NamespaceCompletions
{
    /// <param name="home">The folder of the store; null for the one of this user.</param>
    /// <param name="word">The beginning of a namespace.</param>
    /// <param name="withEntries">Whether whole entries are offered, and not only what has something below it.</param>
    /// <returns>Entries, and namespaces that go on, with a dot at their end.</returns>
    /// <exception cref="SlipwayException">The store cannot be read.</exception>
    public static async Task<ImmutableArray<string>> FindAsync(
        string? home, string word, bool withEntries, CancellationToken cancellationToken)
    {
        using var store = EmbeddedStore.Open(new StoreOptions { Home = StoreHome.Find(home), ReadOnly = true });
        int dot = word.LastIndexOf('.');
        IndexNamespace? below = dot > 0 && IndexNamespace.TryParse(word[..dot], out var ns) ? ns : null;
        var found = (await store.Index.ListNamespacesAsync(below, cancellationToken)).Select(one => $"{one}.");
        if (withEntries)
        {
            var entries = await store.Index.ListEntriesAsync(below, cancellationToken);
            found = found.Concat(entries.Select(entry => entry.Namespace.Value));
        }

        return [.. found.Where(text => text.StartsWith(word, StringComparison.Ordinal))];
    }
}
