using System.CommandLine;
using System.CommandLine.Completions;
using Slipway.Application.Feedback;
using Slipway.Application.Workspaces;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>Arguments that name images of the tree, completed from it.</summary>
internal static class ImageArguments
{
    private const string Label = "IMAGE";

    public static Argument<string> One(string description) =>
        Prepare(new Argument<string>(Label) { Description = description });

    public static Argument<string?> Optional(string description) =>
        Prepare(new Argument<string?>(Label) { Description = description, Arity = ArgumentArity.ZeroOrOne });

    public static Argument<string[]> Many(string description) =>
        Prepare(new Argument<string[]>(Label) { Description = description, Arity = ArgumentArity.ZeroOrMore });

    public static Argument<string[]> AtLeastOne(string description) =>
        Prepare(new Argument<string[]>(Label) { Description = description, Arity = ArgumentArity.OneOrMore });

    /// <summary>An option that names an image, and may be repeated.</summary>
    public static Option<string[]> Option(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = Label };
        option.CompletionSources.Add(Names);
        return option;
    }

    private static T Prepare<T>(T argument)
        where T : Argument
    {
        // Without a name of its own, help would list every image of the tree in its place.
        argument.HelpName = Label;
        argument.CompletionSources.Add(Names);
        return argument;
    }

    /// <summary>Completes the names of the tree's images, and their paths where a path was begun.</summary>
    public static IEnumerable<CompletionItem> Names(CompletionContext context)
    {
        try
        {
            var settings = new WorkspaceSettings
            {
                Root = GlobalOptions.Text(context.ParseResult, "--root"),
                RunTask = GlobalOptions.Text(context.ParseResult, "--run-task"),
            };
            return Workspace.Open(settings, SilentFeedback.Instance).CompleteImages(context.WordToComplete)
                .Select(text => new CompletionItem(text));
        }
        catch (SlipwayException)
        {
            // A shell that completes a word has no place for an error.
            return [];
        }
    }
}
