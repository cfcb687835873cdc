using System.CommandLine.Completions;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;
using Slipway.Store;

namespace Slipway.Cli.Options;

/// <summary>Completes namespaces from the index, one step at a time.</summary>
internal static class NamespaceCompletion
{
    /// <summary>Whole entries, and namespaces that go on, with a dot at their end.</summary>
    public static IEnumerable<CompletionItem> Entries(CompletionContext context) => Find(context, withEntries: true);

    /// <summary>Only what has something below it.</summary>
    public static IEnumerable<CompletionItem> Folders(CompletionContext context) => Find(context, withEntries: false);

    private static List<CompletionItem> Find(CompletionContext context, bool withEntries)
    {
        try
        {
            using var store = EmbeddedStore.Open(new StoreOptions
            {
                Home = StoreHome.Find(GlobalOptions.Text(context.ParseResult, "--home")),
                ReadOnly = true,
            });
            // The parser asks without waiting. The store answers at once, unless another process holds the database.
            return Task.Run(() => FindAsync(store.Index, context.WordToComplete, withEntries)).GetAwaiter().GetResult();
        }
        catch (SlipwayException)
        {
            // A shell that completes a word has no place for an error.
            return [];
        }
    }

    private static async Task<List<CompletionItem>> FindAsync(IImageIndex index, string word, bool withEntries)
    {
        int dot = word.LastIndexOf('.');
        IndexNamespace? below = dot > 0 && IndexNamespace.TryParse(word[..dot], out var ns) ? ns : null;
        var found = (await index.ListNamespacesAsync(below, CancellationToken.None)).Select(one => $"{one}.");
        if (withEntries)
        {
            found = found.Concat((await index.ListEntriesAsync(below, CancellationToken.None)).Select(entry => entry.Namespace.Value));
        }

        return [.. found.Where(text => text.StartsWith(word, StringComparison.Ordinal)).Select(text => new CompletionItem(text))];
    }
}
