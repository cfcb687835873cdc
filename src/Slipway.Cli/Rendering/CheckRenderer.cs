using Slipway.Application.Diagnosis;
using Slipway.Model.Text;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>The doctor's findings as text.</summary>
internal static class CheckRenderer
{
    public static void Write(IReadOnlyList<Check> checks, IAnsiConsole console)
    {
        int width = checks.Select(check => check.Name.Length).DefaultIfEmpty().Max();
        foreach (var check in checks)
        {
            console.MarkupLine(
                $"[{StyleOf(check.State)}]{NameOf(check.State),-7}[/] {Markup.Escape(check.Name.PadRight(width))}  "
                + Markup.Escape(Display.Line(check.Detail)));
            if (check.Remedy is { } remedy)
            {
                console.MarkupLine($"{new string(' ', 8)}[bold]→[/] {Markup.Escape(Display.Line(remedy))}");
            }
        }
    }

    public static string NameOf(CheckState state) => state switch
    {
        CheckState.Good => "ok",
        CheckState.Absent => "absent",
        CheckState.Doubtful => "warning",
        CheckState.Bad => "problem",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static string StyleOf(CheckState state) => state switch
    {
        CheckState.Good => "green",
        CheckState.Absent => "grey",
        CheckState.Doubtful => "yellow",
        _ => "red",
    };
}
