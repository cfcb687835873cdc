using System.CommandLine;
using System.CommandLine.Help;
using Slipway.Cli.Help;
using Slipway.Cli.Options;

namespace Slipway.Cli.Hosting;

/// <summary>The command line as a whole.</summary>
internal sealed class SlipwayRoot : RootCommand, IExampleSource
{
    /// <param name="globals">The options of all commands.</param>
    /// <param name="words">The command line that is going to be parsed; empty for every command.</param>
    public SlipwayRoot(GlobalOptions globals, IReadOnlyCollection<string> words)
        : base("Slipway manages the container images that live in a source tree.")
    {
        foreach (var command in CommandTable.For(words))
        {
            Subcommands.Add(command);
        }

        foreach (var option in globals.All)
        {
            Options.Add(option);
        }

        // Without the forms of other systems (-?, /h), which a shell would offer beside these.
        Options.Remove(Options.OfType<HelpOption>().Single());
        Options.Add(new HelpOption("--help", "-h") { Action = new HelpText() });
        VersionText.Equip(Options.OfType<VersionOption>().Single());
        SetAction(CommandGroup.PrintHelp);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("slipway list", "the images of this tree"),
        new("slipway plan", "what would be built, and why"),
        new("slipway build", "build what is missing, parents first"),
        new("slipway run IMAGE -- sh", "load or build an image and run it"),
    ];
}
