using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Slipway.Cli.CommandLine;

/// <summary>Help that begins with examples.</summary>
internal sealed class ExampleHelp(HelpAction standard, IReadOnlyList<Example> rootExamples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var examples = parseResult.CommandResult.Command is SlipwayCommand command ? command.Examples : rootExamples;
        if (parseResult.CommandResult.Command is not (SlipwayCommand or RootCommand))
        {
            examples = [];
        }

        var output = parseResult.InvocationConfiguration.Output;
        if (examples.Count > 0)
        {
            int width = examples.Max(example => example.Line.Length);
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example.Line.PadRight(width)}   {example.Effect}");
            }

            output.WriteLine();
        }

        return standard.Invoke(parseResult);
    }
}
