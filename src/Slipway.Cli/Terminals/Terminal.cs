using Spectre.Console;

namespace Slipway.Cli.Terminals;

/// <summary>Where text goes: results to standard output, progress and problems to standard error.</summary>
/// <remarks>
/// The one place where text is escaped for good: what renderers forget does not reach anybody's terminal.
/// </remarks>
internal sealed class Terminal
{
    private Terminal(TextWriter output, TextWriter error, bool colorOutput, bool colorError)
    {
        bool isWorkflow = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";
        (output, error) = (Raw(output), Raw(error));
        Output = new EscapedWriter(output, isWorkflow);
        Error = new EscapedWriter(error, isWorkflow);
        WorkflowCommands = new EscapedWriter(output);
        IsOutputShown = !Console.IsOutputRedirected;
        OutputConsole = colorOutput ? CreateColored(output) : CreatePlain(Output);
        ErrorConsole = colorError ? CreateColored(error) : CreatePlain(Error);
        IsLive = colorError;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Standard output for what a runner of GitHub is meant to carry out.</summary>
    public TextWriter WorkflowCommands { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsOutputShown { get; }

    /// <summary>Standard output with markup, for people; without colours where there is no terminal.</summary>
    public IAnsiConsole OutputConsole { get; }

    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Whether a person watches standard error on a terminal that can redraw lines.</summary>
    public bool IsLive { get; }

    public static Terminal For(bool noColor, TextWriter output, TextWriter error)
    {
        // NO_COLOR: https://no-color.org, any value but the empty one.
        bool plain = noColor
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new Terminal(
            output, error, !plain && !Console.IsOutputRedirected, !plain && !Console.IsErrorRedirected);
    }

    public void ErrorLine(string text) => Error.WriteLine(text);

    /// <summary>A line of standard error that may be said while something is redrawn there: it stands above.</summary>
    public void Notice(string text)
    {
        if (IsLive)
        {
            // Padded, because it is written over the first line of what is redrawn.
            ErrorConsole.WriteLine(text.PadRight(Math.Max(0, ErrorConsole.Profile.Width - 1)));
        }
        else
        {
            ErrorLine(text);
        }
    }

    // Spectre.Console knows CI systems by their variables and would colour what is written to their files, where only
    // escaped text is let through.
    private static ProfileEnrichment Unguessed => new() { UseDefaultEnrichers = false };

    private static TextWriter Raw(TextWriter writer) => writer is EscapedWriter escaped ? escaped.Inner : writer;

    private static IAnsiConsole CreateColored(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Enrichment = Unguessed,
        });
        console.Pipeline.Attach(new EscapeHook());
        return console;
    }

    private static IAnsiConsole CreatePlain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = Unguessed,
        });
        // Lines for a file or a pipe are not folded.
        console.Profile.Width = int.MaxValue / 2;
        return console;
    }
}
