using Slipway.Model.Text;
using Spectre.Console;

namespace Slipway.Cli.Terminals;

/// <summary>
/// Rows of aligned columns, never folded, and cut on a narrow terminal only, so that other tools can read them.
/// </summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<(string[] Cells, string? Style)> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <param name="style">A style of Spectre.Console for the first cell, or null.</param>
    /// <param name="cells">One for each heading.</param>
    public void Add(string? style, params string[] cells) => _rows.Add(([.. cells.Select(Display.Line)], style));

    public void Write(IAnsiConsole console)
    {
        var widths = headings
            .Select((heading, column) => _rows.Select(row => row.Cells[column].Length).Append(heading.Length).Max())
            .ToArray();
        console.WriteLine(Fit(Line(headings, widths)), new Style(decoration: Decoration.Bold));
        foreach (var (cells, style) in _rows)
        {
            string line = Fit(Line(cells, widths));
            string first = line[..Math.Min(line.Length, widths[0])];
            console.Write(new Text(first, style is null ? Style.Plain : Style.Parse(style)));
            console.WriteLine(line[first.Length..]);
        }

        string Fit(string line) => Display.Clip(line.TrimEnd(), console.Profile.Width);
    }

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column])));
}
