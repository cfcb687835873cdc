using System.CommandLine;
using System.CommandLine.Help;
using Slipway.Cli.Commands;

namespace Slipway.Cli.CommandLine;

/// <summary>The command line as a whole.</summary>
internal sealed class SlipwayRoot : RootCommand, IExampleSource
{
    public SlipwayRoot(GlobalOptions globals)
        : base("Slipway manages the container images that live in a source tree.")
    {
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new HashCommand());
        Subcommands.Add(new ContextCommand());
        Subcommands.Add(new PlanCommand());
        Subcommands.Add(new GraphCommand());
        Subcommands.Add(new BuildCommand());
        Subcommands.Add(new LoadCommand());
        Subcommands.Add(new RunCommand());
        Subcommands.Add(new PushCommand());
        Subcommands.Add(new ResolveCommand());
        Subcommands.Add(new PinCommand());
        Subcommands.Add(IndexCommand.Create());
        Subcommands.Add(new LogCommand());
        Subcommands.Add(new WhyCommand());
        Subcommands.Add(new DiffCommand());
        Subcommands.Add(new ImpactCommand());
        Subcommands.Add(new AffectedCommand());
        Subcommands.Add(new HistoryCommand());
        Subcommands.Add(new CheckCommand());
        Subcommands.Add(new GcCommand());
        Subcommands.Add(new FsckCommand());
        Subcommands.Add(new DoctorCommand());
        Subcommands.Add(new CompletionCommand());
        foreach (var option in globals.All)
        {
            Options.Add(option);
        }

        // Without the forms of other systems (-?, /h), which a shell would offer beside these.
        Options.Remove(Options.OfType<HelpOption>().Single());
        Options.Add(new HelpOption("--help", "-h") { Action = new HelpText() });
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
