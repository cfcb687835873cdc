using System.CommandLine;
using System.CommandLine.Completions;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.CommandLine;

/// <summary>Arguments that name images of the tree, completed from it.</summary>
internal static class ImageArguments
{
    public static Argument<string> One(string description) => Completed(new Argument<string>("IMAGE")
    {
        Description = description,
    });

    public static Argument<string[]> Many(string description) => Completed(new Argument<string[]>("IMAGE")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
    });

    public static T Completed<T>(T argument)
        where T : Argument
    {
        argument.CompletionSources.Add(Names);
        return argument;
    }

    private static IEnumerable<CompletionItem> Names(CompletionContext context)
    {
        try
        {
            var tree = TreeOpener.Open(context.ParseResult.GetValue<string?>("--root"));
            return Core.Catalog.CatalogReader.Read(tree).Catalog.ParentsFirst
                .Select(image => image.Name.Value)
                .Order(StringComparer.Ordinal)
                .Select(name => new CompletionItem(name));
        }
        catch (SlipwayException)
        {
            // A shell that completes a word has no place for an error.
            return [];
        }
    }
}
