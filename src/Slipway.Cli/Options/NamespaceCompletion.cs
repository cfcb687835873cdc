using System.CommandLine.Completions;
using Slipway.Application.Workspaces;
using Slipway.Model.Diagnostics;

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
            string? home = GlobalOptions.Text(context.ParseResult, "--home");
            // The parser asks without waiting. The store answers at once, unless another process holds the database.
            var found = Task.Run(() =>
                Workspace.CompleteNamespaceAsync(home, context.WordToComplete, withEntries, CancellationToken.None));
            return [.. found.GetAwaiter().GetResult().Select(text => new CompletionItem(text))];
        }
        catch (SlipwayException)
        {
            // A shell that completes a word has no place for an error.
            return [];
        }
    }
}
