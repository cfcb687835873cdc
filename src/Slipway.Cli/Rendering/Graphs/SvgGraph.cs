using System.Globalization;
using System.Net;
using System.Text;
using Slipway.Core.Planning;
using Slipway.Review.Graphs;
using Slipway.Review.Graphs.Layout;

namespace Slipway.Cli.Rendering.Graphs;

/// <summary>A graph as a picture in one file, for a browser, a README or a review.</summary>
internal sealed class SvgGraph
{
    private const double Margin = 24;
    private const double HeaderHeight = 58;
    private const double NameSize = 13;
    private const double NoteSize = 11;
    private const double TitleSize = 15;
    private const double SidePadding = 14;
    private const double MarkWidth = 4;
    private const double Swatch = 26;

    private readonly GraphDrawing _drawing;
    private readonly StringBuilder _text = new();

    private SvgGraph(GraphDrawing drawing) => _drawing = drawing;

    public static string Write(GraphDrawing drawing) => new SvgGraph(drawing).Write();

    private string Write()
    {
        var nodes = _drawing.Graph.Nodes;
        var layout = LayeredLayout.Arrange([.. nodes.Select(SizeOf)], _drawing.Graph.Edges);
        double width = (2 * Margin) + Math.Max(layout.Width, HeaderWidth);
        double height = (2 * Margin) + HeaderHeight + layout.Height;
        string title = Escape($"{_drawing.Title}: {_drawing.Summary}");
        Line(
            $"""<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{Number(width)}" height="{Number(height)}" viewBox="0 0 {Number(width)} {Number(height)}">""");
        Line($"<title>{title}</title>");
        Line($"<style>\n{SvgStyle.Sheet}\n</style>");
        Line("""<rect class="ground" width="100%" height="100%"/>""");
        WriteHeader();
        Line($"""<g transform="translate({Number(Margin)} {Number(Margin + HeaderHeight)})">""");
        foreach (var (edge, route) in _drawing.Graph.Edges.Zip(layout.Routes))
        {
            WriteEdge(edge, route);
        }

        for (int node = 0; node < nodes.Length; node++)
        {
            WriteNode(nodes[node], layout.Boxes[node]);
        }

        Line("</g>\n</svg>");
        return _text.ToString();
    }

    private BoxSize SizeOf(GraphNode node)
    {
        string? note = NoteOf(node);
        double text = Math.Max(
            TextMetrics.Width(GraphDrawing.LabelOf(node), NameSize), TextMetrics.Width(note ?? string.Empty, NoteSize));
        return new BoxSize(Math.Ceiling(text) + MarkWidth + (2 * SidePadding), note is null ? 30 : 44);
    }

    private string? NoteOf(GraphNode node) =>
        _drawing.PlanOf(node) is { } planned
            ? $"{PlanRenderer.NameOf(planned.Action)} · {PlanRenderer.Abbreviate(planned.Reason)}"
            : null;

    private void WriteNode(GraphNode node, LayoutBox box)
    {
        var planned = _drawing.PlanOf(node);
        string classes = planned is null
            ? GraphDrawing.NameOf(node.Kind)
            : $"{GraphDrawing.NameOf(node.Kind)} {PlanRenderer.NameOf(planned.Action)}";
        string label = Escape(GraphDrawing.LabelOf(node));
        Line($"""<g class="{classes}" transform="translate({Number(box.X)} {Number(box.Y)})">""");
        string plan = planned is null
            ? ""
            : Escape($", {PlanRenderer.NameOf(planned.Action)}: {PlanRenderer.Explain(planned)}");
        Line($"<title>{label} ({GraphDrawing.NameOf(node.Kind)}){plan}</title>");
        WriteBox(box.Width, box.Height);
        double x = MarkWidth + SidePadding;
        if (NoteOf(node) is { } note)
        {
            Line($"""<text class="name" x="{Number(x)}" y="18">{label}</text>""");
            Line($"""<text class="note" x="{Number(x)}" y="34">{Escape(note)}</text>""");
        }
        else
        {
            Line($"""<text class="name" x="{Number(x)}" y="{Number((box.Height / 2) + 4.5)}">{label}</text>""");
        }

        Line("</g>");
    }

    private void WriteBox(double width, double height)
    {
        Line($"""<rect class="box" width="{Number(width)}" height="{Number(height)}" rx="6"/>""");
        double inset = Math.Min(7, height / 5);
        Line(
            $"""<rect class="mark" x="6" y="{Number(inset)}" width="{Number(MarkWidth)}" height="{Number(height - (2 * inset))}" rx="2"/>""");
    }

    private void WriteEdge(GraphEdge edge, IReadOnlyList<LayoutPoint> route)
    {
        const double arrow = 7;
        var path = new StringBuilder($"M{Number(route[0].X)} {Number(route[0].Y)}");
        for (int i = 1; i < route.Count; i += 2)
        {
            bool isLast = i == route.Count - 1;
            double end = route[i].X - (isLast ? arrow - 1 : 0);
            double middle = (route[i - 1].X + end) / 2;
            path.Append(
                $"C{Number(middle)} {Number(route[i - 1].Y)} {Number(middle)} {Number(route[i].Y)} {Number(end)} "
                + $"{Number(route[i].Y)}");
            if (!isLast)
            {
                path.Append($"H{Number(route[i + 1].X)}");
            }
        }

        var (x, y) = route[^1];
        string parent = Escape(GraphDrawing.LabelOf(_drawing.Graph.Nodes[edge.Parent]));
        string child = Escape(GraphDrawing.LabelOf(_drawing.Graph.Nodes[edge.Child]));
        Line(
            $"""<g><title>{parent} → {child}</title><path class="edge" d="{path}"/><path class="arrow" d="M{Number(x)} {Number(y)}l-{Number(arrow)} -3.5v7z"/></g>""");
    }

    private double HeaderWidth =>
        Math.Max(
            TextMetrics.Width(_drawing.Title, TitleSize) + SidePadding + TextMetrics.Width(_drawing.Summary, NoteSize),
            Legend().Sum(entry => EntryWidth(entry.Text)));

    private void WriteHeader()
    {
        double after = Margin + TextMetrics.Width(_drawing.Title, TitleSize) + SidePadding;
        Line($"""<text class="title" x="{Number(Margin)}" y="32">{Escape(_drawing.Title)}</text>""");
        Line($"""<text class="muted" x="{Number(after)}" y="32">{Escape(_drawing.Summary)}</text>""");
        double x = Margin;
        foreach (var (classes, text) in Legend())
        {
            Line($"""<g class="{classes}" transform="translate({Number(x)} 44)">""");
            WriteBox(Swatch, 18);
            Line($"""<text class="muted" x="{Number(Swatch + 7)}" y="13">{Escape(text)}</text>""");
            Line("</g>");
            x += EntryWidth(text);
        }
    }

    private static double EntryWidth(string text) => Swatch + 7 + TextMetrics.Width(text, NoteSize) + 16;

    private IEnumerable<(string Classes, string Text)> Legend() =>
        _drawing.Graph.Nodes
            .Select(node => node.Kind)
            .Distinct()
            .Order()
            .Select(GraphDrawing.NameOf)
            .Select(kind => (kind, kind switch
            {
                "external" => "from elsewhere",
                "package" => "packages",
                _ => $"{kind} image",
            }))
            .Concat(_drawing.Graph.Nodes
                .Select(_drawing.PlanOf)
                .OfType<PlannedImage>()
                .Select(planned => planned.Action)
                .Distinct()
                .Order()
                .Select(PlanRenderer.NameOf)
                .Select(action => ($"legend {action}", action)));

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
