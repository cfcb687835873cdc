using System.Text.RegularExpressions;
using System.Xml.Linq;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Rendering.Graphs;

/// <summary>The formats that other programs read, as those programs read them.</summary>
public sealed partial class GraphPictureTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly TempTree _tree = new TempTree()
        .Image("end", "FROM registry.example.com/a/very/long/path/of/an/image:1.2.3-with-a-long-tag\n")
        .Image("subgraph.class", "FROM end\nCOPY --from=we'\"'ir\\\\d<&>|#;:[x]{y} /a /a\n")
        .Image("app", "FROM subgraph.class\nCOPY --from=end /a /a\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_svg_has_every_name_whole_and_within_its_box()
    {
        var svg = XDocument.Parse((await _tree.RunAsync("graph", "--external", "--format", "svg")).Output);

        var boxes = svg.Descendants(Svg + "g")
            .Where(group => group.Elements(Svg + "text").Any(text => (string?)text.Attribute("class") == "name"))
            .ToDictionary(
                group => group.Elements(Svg + "text").First().Value,
                group => (double)group.Elements(Svg + "rect").First().Attribute("width")!);
        Assert.Contains("we\"ir\\d<&>|#;:[x]{y}", boxes.Keys);
        Assert.Equal(5, boxes.Count);
        // Fixed-width fonts are 0.6 times as wide as they are high, give or take little.
        Assert.All(boxes, box => Assert.True(box.Value > (box.Key.Length * 13 * 0.61) + 18, box.Key));
    }

    [Fact]
    public async Task An_svg_stands_alone_and_knows_both_themes()
    {
        string svg = (await _tree.RunAsync("graph", "--plan", "--format", "svg")).Output;

        Assert.Contains("@media (prefers-color-scheme: dark)", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", svg, StringComparison.Ordinal);
        Assert.All(
            ["task image", "build", "not indexed"], text => Assert.Contains(text, svg, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("dot")]
    [InlineData("mermaid")]
    public async Task The_same_tree_is_the_same_text(string format) =>
        Assert.Equal(
            (await _tree.RunAsync("graph", "--external", "--format", format)).Output,
            (await _tree.RunAsync("graph", "--external", "--format", format)).Output);

    [Theory]
    [InlineData("example", false)]
    [InlineData("example-plan", true)]
    public async Task The_example_is_drawn(string name, bool plan)
    {
        Needed.Program("rsvg-convert");
        string home = Path.Join(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}");
        var run = await CliRun.RunAsync([
            "graph",
            "--format",
            "svg",
            .. plan ? ["--plan"] : Array.Empty<string>(),
            "--root",
            Repository.PathOf("examples", "monorepo"),
            "--home",
            home,
        ]);
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }

        await DrawAsync(name, run.Output);
    }

    [Fact]
    public async Task Three_hundred_images_in_six_levels_are_drawn()
    {
        Needed.Program("rsvg-convert");
        using var tree = new TempTree();
        for (int i = 0; i < 300; i++)
        {
            int column = i / 50;
            string parent = column == 0 ? "debian:12" : $"image-{((column - 1) * 50) + (i * 7 % 50)}";
            tree.Image($"image-{i}", $"FROM {parent}\n{(i % 9 == 8 ? $"COPY --from=image-{i / 9} /a /a\n" : "")}");
        }

        await DrawAsync("300-images", (await tree.RunAsync("graph", "--format", "svg")).Output);
    }

    [Fact]
    public async Task Dot_is_what_graphviz_reads()
    {
        string dot = (await _tree.RunAsync("graph", "--external", "--format", "dot")).Output;

        Assert.All(
            dot.TrimEnd('\n').Split('\n').Skip(3).SkipLast(1),
            line => Assert.Matches(DotLine(), line));
        if (Needed.Find("dot") is not null)
        {
            var svg = XDocument.Parse(
                Declaration().Replace(await Tools.RunAsync("dot", ["-Tsvg"], folder: null, dot), string.Empty));
            Assert.Contains("we\"ir\\d<&>|#;:[x]{y}", svg.Descendants(Svg + "text").Select(text => text.Value));
        }
    }

    [Fact]
    public async Task Mermaid_has_numbers_for_nodes_and_entities_in_labels()
    {
        string[] lines = (await _tree.RunAsync("graph", "--external", "--format", "mermaid"))
            .Output.TrimEnd('\n')
            .Split('\n');

        Assert.Equal("flowchart LR", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(MermaidLine(), line));
        Assert.Contains(
            lines,
            line =>
                line.Contains(
                    "[\"we#34;ir#92;d#60;#38;#62;#124;#35;#59;:#91;x#93;#123;y#125;\"]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[\"end\"]:::task", StringComparison.Ordinal));
    }

    public void Dispose() => _tree.Dispose();

    /// <summary>Keeps the picture beside the reports of the tests, for a person to look at.</summary>
    private static async Task DrawAsync(string name, string svg)
    {
        string folder = Repository.PathOf("TestResults", "graphs");
        Directory.CreateDirectory(folder);
        string file = Path.Join(folder, $"{name}.svg");
        await File.WriteAllTextAsync(file, svg, Cancellation);
        string picture = Path.ChangeExtension(file, ".png");
        await Tools.RunAsync("rsvg-convert", "-o", picture, file);

        string empty = Path.Join(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}.png");
        string ground = Drawing().Replace(svg, string.Empty);
        await Tools.RunAsync("rsvg-convert", ["-o", empty], folder: null, ground);
        long blank = new FileInfo(empty).Length;
        File.Delete(empty);
        Assert.True(
            new FileInfo(picture).Length > 5 * blank,
            $"{picture} has {new FileInfo(picture).Length} bytes, without the drawing {blank}");
        Assert.Equal(
            0x89504E47u,
            System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(
                await File.ReadAllBytesAsync(picture, Cancellation)));
    }

    [GeneratedRegex(
        """^  (?:rankdir=LR|"(?:[^"\\]|\\.)*" (?:-> "(?:[^"\\]|\\.)*"|\[label="(?:[^"\\]|\\.)*"(?:, [a-z]+="(?:[^"\\]|\\.)*")+\]))$""",
        RegexOptions.None,
        1000)]
    private static partial Regex DotLine();

    [GeneratedRegex(
        """^  (?:n\d+\["[^"\[\]{}<>|&]*"\]:::[a-z]+|n\d+ --> n\d+|classDef [a-z]+ [a-z0-9:#,\- ]+)$""",
        RegexOptions.None,
        1000)]
    private static partial Regex MermaidLine();

    [GeneratedRegex("<!DOCTYPE[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex("<g .*</g>", RegexOptions.Singleline, 5000)]
    private static partial Regex Drawing();
}
