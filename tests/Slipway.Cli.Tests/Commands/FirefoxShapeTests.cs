using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.Cli.Tests.Support;
using Slipway.Taskcluster.Testing;
using Slipway.Tests.Gecko;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What people see of a tree with as many images, packages and long names as Firefox has.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class FirefoxShapeTests(FirefoxShape tree) : IClassFixture<FirefoxShape>
{
    private const int Nodes = 94 + 24;
    private const double Digit = 0.61;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "list")]
    [InlineData(0, "graph")]
    [InlineData(0, "plan")]
    [InlineData(0, "hash")]
    [InlineData(0, "why", "lint", "--against", "HEAD")]
    [InlineData(0, "check")]
    [InlineData(0, "impact")]
    [InlineData(0, "affected", "build/debian-packages/deb12-mercury.diff")]
    public async Task Commands_keep_to_what_they_are_asked_for(int exit, params string[] command)
    {
        var run = await tree.RunAsync(command);

        Assert.Equal((exit, string.Empty), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    public async Task Tables_have_a_row_for_each_and_straight_columns(string command)
    {
        var run = await tree.RunAsync(command);

        AssertStraight(run.Output, Nodes);
    }

    [Fact]
    public async Task A_decision_is_planned_for_all_of_it()
    {
        await using var server = new TaskclusterServer();
        var credentials = server.NewClient(["*"]);
        using var url = new Variable("TASKCLUSTER_ROOT_URL", server.RootUrl.AbsoluteUri.TrimEnd('/'));
        using var client = new Variable("TASKCLUSTER_CLIENT_ID", credentials.ClientId);
        using var token = new Variable("TASKCLUSTER_ACCESS_TOKEN", credentials.AccessToken);
        string parameters = Path.Join(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(
            parameters, GeckoGolden.Parameters("hg-level-3").GetRawText(), Cancellation);
        string[] command =
            ["decision", "--plan", "--parameters", parameters, "--task-group-id", "AAAAAAAAQAaAAAAAAAAAAA"];

        var text = await tree.RunAsync(command);
        var json = await tree.RunAsync([.. command, "--json"]);
        File.Delete(parameters);

        Assert.Equal((0, string.Empty), (text.ExitCode, text.Error));
        AssertStraight(text.Output, 2 * Nodes);
        var tasks = JsonNode.Parse(json.Output)!["tasks"]!.AsObject();
        Assert.Equal(2 * Nodes, tasks.Count);
        Assert.Equal(94, tasks.Count(task => task.Value!["attributes"]!["kind"]?.ToString() == "docker-image"));
        Assert.Equal(24, tasks.Count(task => task.Value!["attributes"]!["kind"]?.ToString() == "packages"));
    }

    [Theory]
    [InlineData]
    [InlineData("--plan")]
    public async Task No_box_and_no_label_of_the_picture_lies_on_another(params string[] more)
    {
        var run = await tree.RunAsync(["graph", "--format", "svg", .. more]);

        var svg = XDocument.Parse(run.Output).Root!;
        var boxes = Boxes(svg, 0, 0).ToList();
        Assert.Equal(Nodes, boxes.Count(box => box.Name.Length > 0));
        foreach (var box in boxes)
        {
            Assert.All(
                box.Labels, label => Assert.True(box.Area.Contains(label), $"{box.Name}: {label} in {box.Area}"));
            Assert.DoesNotContain(
                boxes, other => !ReferenceEquals(other, box) && other.Area.Overlaps(box.Area));
        }

        await KeepAsync(more.Length == 0 ? "firefox-shape" : "firefox-shape-plan", run.Output);
    }

    [Fact]
    public async Task A_patch_is_the_cause_of_every_image_that_has_its_package()
    {
        const string Patch = "build/debian-packages/deb12-mercury.diff";
        string before = await File.ReadAllTextAsync(Path.Join(tree.Root, Patch), Cancellation);
        await File.WriteAllTextAsync(Path.Join(tree.Root, Patch), before + "\n", Cancellation);
        try
        {
            var why = await tree.RunAsync("why", "l10n-bumper", "--against", "HEAD");
            var impact = await tree.RunAsync("impact");

            Assert.Contains($"{Patch} changed", why.Output, StringComparison.Ordinal);
            Assert.Contains(
                "its patch, packages-deb12-mercury → debian12-base → l10n-bumper",
                why.Output,
                StringComparison.Ordinal);
            Assert.Contains("8 of 118 images differ", impact.Output, StringComparison.Ordinal);
        }
        finally
        {
            await File.WriteAllTextAsync(Path.Join(tree.Root, Patch), before, Cancellation);
        }
    }

    /// <summary>Every column but the last starts where its heading does.</summary>
    private static void AssertStraight(string output, int rows)
    {
        string[] lines = output.Split('\n');
        string heading = lines[0];
        int[] starts =
        [
            .. Enumerable.Range(0, heading.Length).Where(i => heading[i] != ' ' && (i == 0 || heading[i - 1] == ' ')),
        ];
        var table = lines.Skip(1).TakeWhile(line => line.Length > 0).ToList();
        Assert.Equal(rows, table.Count);
        foreach (string line in table)
        {
            Assert.True(line.Length < 160, line);
            Assert.All(starts, start => Assert.True(
                line[start] != ' ' && (start == 0 || line[(start - 2)..start] == "  "), $"column {start} of: {line}"));
        }
    }

    private static IEnumerable<Box> Boxes(XElement parent, double x, double y)
    {
        foreach (var group in parent.Elements(Svg + "g"))
        {
            var (left, top) = Moved(group, x, y);
            var rect = group.Elements(Svg + "rect")
                .FirstOrDefault(candidate => (string?)candidate.Attribute("class") == "box");
            if (rect is not null)
            {
                var texts = group.Elements(Svg + "text").ToList();
                bool isNode = texts.Any(text => (string?)text.Attribute("class") == "name");
                var area = new Area(
                    left + Number(rect, "x"), top + Number(rect, "y"), Number(rect, "width"), Number(rect, "height"));
                yield return new Box(
                    isNode ? texts[0].Value : string.Empty,
                    area,
                    isNode ? [.. texts.Select(text => AreaOf(text, left, top))] : []);
            }

            foreach (var inner in Boxes(group, left, top))
            {
                yield return inner;
            }
        }
    }

    // Fixed-width fonts are 0.6 times as wide as they are high, give or take little; the notes are smaller.
    private static Area AreaOf(XElement text, double left, double top)
    {
        double size = (string?)text.Attribute("class") == "name" ? 13 : 11;
        return new Area(
            left + Number(text, "x"), top + Number(text, "y") - (size * 0.8), text.Value.Length * size * Digit, size);
    }

    private static (double X, double Y) Moved(XElement group, double x, double y)
    {
        if ((string?)group.Attribute("transform") is not { } moved)
        {
            return (x, y);
        }

        double[] numbers =
        [
            .. moved["translate(".Length..^1]
                .Split(' ')
                .Select(part => double.Parse(part, CultureInfo.InvariantCulture)),
        ];
        return (x + numbers[0], y + numbers[1]);
    }

    private static double Number(XElement element, string name) =>
        element.Attribute(name) is { } value ? double.Parse(value.Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Keeps the picture beside the reports of the tests, for a person to look at.</summary>
    private static async Task KeepAsync(string name, string svg)
    {
        string folder = Repository.PathOf("TestResults", "graphs");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Join(folder, $"{name}.svg"), svg, Cancellation);
    }

    private sealed record Box(string Name, Area Area, IReadOnlyList<Area> Labels);

    private sealed record Area(double X, double Y, double Width, double Height)
    {
        public bool Overlaps(Area other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

        public bool Contains(Area other) =>
            X <= other.X && other.X + other.Width <= X + Width && Y <= other.Y && other.Y + other.Height <= Y + Height;
    }

    private sealed class Variable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public Variable(string name, string value)
        {
            (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
