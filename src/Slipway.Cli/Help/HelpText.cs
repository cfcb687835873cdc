using System.CommandLine;
using System.CommandLine.Invocation;

namespace Slipway.Cli.Help;

/// <summary>Help: examples, then what the command takes, and last what every command takes.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int NarrowestWidth = 60;

    // `slipway run --help` is asked for by somebody who does not know yet that an image is missing.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(NarrowestWidth, Console.WindowWidth);
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output, width);
        return 0;
    }

    /// <param name="command">What to explain.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">Where descriptions are folded.</param>
    public static void Write(Command command, TextWriter output, int width)
    {
        if (command is IExampleSource source)
        {
            Section(output, "Examples:", source.Examples.Select(example => (example.Line, example.Effect)), width);
        }

        output.WriteLine($"{command.Description!.TrimEnd('.')}.");
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        var inherited = Inherited(command).ToList();
        var options = command.Options.Where(option => !option.Hidden && !inherited.Contains(option));
        Section(output, "\nCommands:", command.Subcommands.Select(Row), width);
        Section(output, "\nArguments:", command.Arguments.Select(Row), width);
        Section(output, "\nOptions:", options.Select(Row), width);
        Section(output, "\nOptions of every command:", inherited.Select(Row), width);
    }

    private static IEnumerable<Option> Inherited(Command command) =>
        command.Parents.OfType<Command>()
            .SelectMany(parent => Inherited(parent).Concat(parent.Options.Where(option => option.Recursive)));

    private static string Path(Command command) =>
        command is RootCommand ? "slipway" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Usage(Command command) => string.Join(' ', [
        Path(command),
        .. command.Subcommands.Count > 0 ? ["COMMAND"] : command.Arguments.Select(Shape),
        "[OPTIONS]",
    ]);

    private static string Shape(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{Label(argument)}..." : Label(argument);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Label(Argument argument) => argument.HelpName ?? argument.Name;

    private static (string Term, string Text) Row(Command command) =>
        (string.Join(' ', [command.Name, .. command.Arguments.Select(Shape)]), command.Description ?? string.Empty);

    private static (string Term, string Text) Row(Argument argument) =>
        (Label(argument), argument.Description ?? string.Empty);

    private static (string Term, string Text) Row(Option option)
    {
        var names = option.Aliases.Append(option.Name).OrderBy(name => name.Length);
        string value = option.HelpName is { } label ? $" {label}" : string.Empty;
        return (string.Join(", ", names) + value, option.Description ?? string.Empty);
    }

    private static void Section(
        TextWriter output, string title, IEnumerable<(string Term, string Text)> content, int width)
    {
        var rows = content.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine(title);
        int left = rows.Max(row => row.Term.Length) + 4;
        foreach (var (term, text) in rows)
        {
            // Where little room is left the text goes below, so that long examples stay copyable.
            bool below = width - left < NarrowestWidth / 2;
            string indent = new(' ', below ? 6 : left);
            var lines = Fold(text, width - indent.Length).ToList();
            string first = below ? $"  {term}" : $"  {term.PadRight(left - 2)}{lines[0]}";
            output.WriteLine(first.TrimEnd());
            foreach (string line in below ? lines : lines.Skip(1))
            {
                output.WriteLine(indent + line);
            }
        }

        if (!title.StartsWith('\n'))
        {
            output.WriteLine();
        }
    }

    private static IEnumerable<string> Fold(string text, int width)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
