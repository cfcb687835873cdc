using Slipway.Cli.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Spectre.Console;

namespace Slipway.Cli.Terminals;

/// <summary>Prints problems: a coded line, where, and what to do.</summary>
internal static class DiagnosticRenderer
{
    /// <summary>How many problems are printed: nobody reads more, and a file can hold hundreds of thousands.</summary>
    public const int MaximumProblems = 1000;

    public static void Write(Terminal terminal, Diagnostic diagnostic) => Write(terminal.ErrorConsole, diagnostic);

    public static void Write(IAnsiConsole console, Diagnostic diagnostic)
    {
        WriteHead(console, diagnostic, diagnostic.Message);
        if (diagnostic.Location is { } location)
        {
            console.MarkupLine($"  at {Line(location.ToString())}");
        }

        WriteRemedy(console, diagnostic);
    }

    /// <summary>The code of a problem, and what is to be said behind it.</summary>
    public static void WriteHead(IAnsiConsole console, Diagnostic diagnostic, string text)
    {
        string color = diagnostic.Severity == Severity.Error ? "red" : "yellow";
        string kind = diagnostic.Severity == Severity.Error ? string.Empty : "warning ";
        console.MarkupLine($"[{color} bold]{kind}{diagnostic.Code}[/]: {Line(text)}");
    }

    /// <summary>What to do about a problem.</summary>
    public static void WriteRemedy(IAnsiConsole console, Diagnostic diagnostic)
    {
        // A remedy may quote several lines; indented they cannot be taken for a problem of their own.
        string[] remedy = diagnostic.Remedy.Split('\n');
        console.MarkupLine($"  [bold]{Markup.Escape("→")}[/] {Line(remedy[0])}");
        foreach (string line in remedy.Skip(1))
        {
            console.MarkupLine($"  {Line(line)}");
        }
    }

    // Names of files may hold anything, also what moves a terminal's cursor.
    public static string Line(string text) => Markup.Escape(Display.Line(text));

    public static void WriteAll(Terminal terminal, IEnumerable<Diagnostic> diagnostics)
    {
        int count = 0;
        foreach (var diagnostic in diagnostics)
        {
            if (++count <= MaximumProblems)
            {
                Write(terminal, diagnostic);
            }
        }

        if (count > MaximumProblems)
        {
            terminal.ErrorLine($"{count - MaximumProblems} more problems are not listed.");
        }
    }

    /// <param name="terminal">Where to.</param>
    /// <param name="failure">Its diagnostics are printed in their order.</param>
    /// <param name="verbosity">From 2 on with a stack trace.</param>
    public static void Write(Terminal terminal, SlipwayException failure, int verbosity)
    {
        WriteAll(terminal, failure.Diagnostics);
        if (verbosity >= 2)
        {
            foreach (string line in failure.ToString().Split('\n'))
            {
                terminal.ErrorLine(Display.Line(line.TrimEnd('\r')));
            }
        }
    }

    public static DiagnosticDocument ToDocument(Diagnostic diagnostic) => new(
        diagnostic.Code.ToString(), diagnostic.Message, diagnostic.Location?.ToString(), diagnostic.Remedy);
}
