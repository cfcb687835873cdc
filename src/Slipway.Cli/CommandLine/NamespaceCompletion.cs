using System.CommandLine;
using System.CommandLine.Completions;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;
using Slipway.Store;

namespace Slipway.Cli.CommandLine;

/// <summary>Arguments that name namespaces, completed one step at a time.</summary>
internal static class NamespaceCompletion
{
    public static Argument<string> Argument(string description) => Completed(new Argument<string>("NAMESPACE")
    {
        Description = description,
    });

    public static T Completed<T>(T argument)
        where T : Argument
    {
        argument.CompletionSources.Add(Names);
        return argument;
    }

    private static IEnumerable<CompletionItem> Names(CompletionContext context)
    {
        string word = context.WordToComplete;
        int dot = word.LastIndexOf('.');
        IndexNamespace? below = dot > 0 && IndexNamespace.TryParse(word[..dot], out var parent) ? parent : null;
        try
        {
            string home = context.ParseResult.GetValue<string?>("--home")
                ?? StoreLocation.Default(Environment.GetEnvironmentVariable);
            return EmbeddedStore.CompleteNamespaces(home, below).Select(name => new CompletionItem(name));
        }
        catch (SlipwayException)
        {
            // A shell that completes a word has no place for an error.
            return [];
        }
    }
}
