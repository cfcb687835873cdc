using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Where text goes: results to standard output, progress and problems to standard error.</summary>
internal sealed class Terminal
{
    private Terminal(TextWriter output, TextWriter error, bool colorOutput, bool colorError)
    {
        Output = output;
        Error = error;
        OutputConsole = Create(output, colorOutput);
        ErrorConsole = Create(error, colorError);
        IsLive = colorError;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

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

    private static IAnsiConsole Create(TextWriter writer, bool color)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = color ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!color)
        {
            // Lines for a file or a pipe are not folded.
            console.Profile.Width = int.MaxValue / 2;
        }

        return console;
    }
}
