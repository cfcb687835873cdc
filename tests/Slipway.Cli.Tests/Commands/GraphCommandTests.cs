using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

public sealed class GraphCommandTests : IDisposable
{
    private readonly TempTree _tree = new TempTree()
        .Image("base", "FROM debian:12\n")
        .Image("tools", "FROM base\n")
        .Image("lint", "FROM base\n")
        .Image("app", "FROM tools\nCOPY --from=base /a /a\n")
        .Write("images/lint/VERSION", "1.0\n")
        .Write("images/lint/REGISTRY", "registry.example.com/team\n");

    [Fact]
    public async Task A_tree_shows_an_image_with_two_parents_once()
    {
        var run = await _tree.RunAsync("graph");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            base
            ├── lint  [registry]
            ├── tools
            │   └── app  [also on base]
            └── app (above)

            4 images

            """,
            run.Output);
    }

    [Fact]
    public async Task A_tree_says_what_a_plan_would_do_and_why() =>
        Assert.Equal(
            """
            debian:12  [external]
            └── base  [build: not in the index]
                └── tools  [build: not in the index]

            2 images · 2 to build

            """,
            (await _tree.RunAsync("graph", "--of", "tools", "--plan", "--external")).Output);

    [Fact]
    public async Task Dependents_are_what_is_built_on_an_image() =>
        Assert.Equal(
            "tools\n└── app\n\n2 images\n", (await _tree.RunAsync("graph", "--of", "tools", "--dependents")).Output);

    [Fact]
    public async Task Several_images_may_be_named() =>
        Assert.Equal(
            ["base", "lint", "tools"],
            JsonNode.Parse((await _tree.RunAsync("graph", "--of", "tools", "--of", "lint", "--json")).Output)!["nodes"]!
                .AsArray().Select(node => (string)node!["name"]!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task As_json_there_are_nodes_and_edges()
    {
        var document = JsonNode.Parse((await _tree.RunAsync("graph", "--of", "lint", "--plan", "--json")).Output)!;
        foreach (var node in document["nodes"]!.AsArray())
        {
            string digest = (await _tree.RunAsync("hash", (string)node!["name"]!)).Output.Split(' ')[0].TrimEnd();
            Assert.Equal(digest, (string)node["digest"]!);
            node.AsObject().Remove("digest");
        }

        Assert.Equal(
            """{"nodes":[{"name":"base","kind":"task","action":"build","cause":"not in the index","causeKind":"not-indexed"},{"name":"lint","kind":"registry","action":"build","cause":"not in the index","causeKind":"not-indexed"}],"edges":[{"parent":"base","child":"lint"}]}""",
            document.ToJsonString());
    }

    [Theory]
    [InlineData("a.svg", "<svg ")]
    [InlineData("a.dot", "digraph ")]
    [InlineData("a.mmd", "flowchart LR")]
    [InlineData("a.json", "{")]
    [InlineData("a.txt", "base\n")]
    public async Task The_name_of_the_file_says_how_to_draw(string name, string start)
    {
        string file = Path.Join(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}-{name}");
        try
        {
            var run = await _tree.RunAsync("graph", "-o", file);

            Assert.Equal((0, string.Empty), (run.ExitCode, run.Output + run.Error));
            Assert.StartsWith(
                start,
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Dependents_without_an_image_are_refused() =>
        Assert.Equal(
            (2, "SLIP1003: --dependents is for one image"),
            await RefusalAsync("graph", "--dependents"));

    [Fact]
    public async Task An_unknown_image_is_named() =>
        Assert.Equal((2, "SLIP1113: There is no image 'tolls'"), await RefusalAsync("graph", "--of", "tolls"));

    [Fact]
    public async Task A_template_is_for_gitlab_only() =>
        Assert.Equal(
            (2, "SLIP1003: --template is for --format gitlab"), await RefusalAsync("plan", "--template", "x.yml"));

    [Fact]
    public async Task A_long_chain_goes_on_further_down_and_every_line_stays_short()
    {
        using var tree = new TempTree();
        tree.Image("i000", "FROM scratch\n");
        for (int i = 1; i < 100; i++)
        {
            tree.Image($"i{i:d3}", $"FROM i{i - 1:d3}\n");
        }

        string[] lines = (await tree.RunAsync("graph")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 150));
        Assert.EndsWith("i032 (below)", lines[32], StringComparison.Ordinal);
        Assert.Equal("i032  [also on i031]", lines[33]);
        Assert.All(
            Enumerable.Range(0, 100),
            i =>
                Assert.Contains(
                    lines,
                    line =>
                        line.Contains($"i{i:d3}", StringComparison.Ordinal)
                        && !line.EndsWith("(below)", StringComparison.Ordinal)));
    }

    public void Dispose() => _tree.Dispose();

    private async Task<(int ExitCode, string Line)> RefusalAsync(params string[] arguments)
    {
        var run = await _tree.RunAsync(arguments);
        return (run.ExitCode, run.Error.Split('\n')[0]);
    }
}
