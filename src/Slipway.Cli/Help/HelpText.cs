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
        var page = HelpPage.Of(command);
        if (page.Examples.Count > 0)
        {
            output.WriteLine("Examples:");
            Write(output, [.. page.Examples.Select(example => new HelpRow(example.Line, example.Effect))], width);
            output.WriteLine();
        }

        output.WriteLine(page.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {page.Usage}");
        foreach (var section in page.Sections)
        {
            output.WriteLine();
            output.WriteLine($"{section.Title}:");
            Write(output, section.Rows, width);
        }
    }

    private static void Write(TextWriter output, IReadOnlyList<HelpRow> rows, int width)
    {
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
