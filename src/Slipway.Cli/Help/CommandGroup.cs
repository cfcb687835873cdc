using System.CommandLine;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Help;

/// <summary>A command that only holds others. Alone on a line it prints its help.</summary>
internal sealed class CommandGroup : Command, IExampleSource
{
    public CommandGroup(string name, string description, IReadOnlyList<Example> examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(PrintHelp);
    }

    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Help as the answer to a line that says too little.</summary>
    public static int PrintHelp(ParseResult parsed)
    {
        new HelpText().Invoke(parsed);
        return (int)ExitCode.Usage;
    }
}
