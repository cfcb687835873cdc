using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Hosting;
using Slipway.Cli.Options;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Text;

namespace Slipway.Cli.Tests.Commands;

/// <summary>
/// Nothing that somebody else wrote acts on whoever looks at it: every command, in every form of its output.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public sealed class HostileTextTests : IAsyncLifetime
{
    private const string Evil = HostileTree.Evil;

    /// <summary>
    /// Every command, with what it is given. One that prints nothing of others' text is given that text as an argument.
    /// </summary>
    private static readonly Dictionary<string, string[][]> Lines = new(StringComparer.Ordinal)
    {
        ["list"] =
        [
            ["list"],
            ["list", "--json"],
        ],
        ["hash"] =
        [
            ["hash"],
            ["hash", "--json"],
            ["hash", Evil],
            ["hash", "--scheme", Evil],
        ],
        ["context"] =
        [
            ["context", "app", "-o", "OUTPUT"],
            ["context", Evil, "-o", Evil],
            ["context", "app", "-o", $"/nonexistent/{HostileTree.EvilLines}"],
        ],
        ["plan"] =
        [
            ["plan"],
            ["plan", "--json"],
            ["plan", "--format", "github"],
            ["plan", "--format", "gitlab"],
            ["plan", "--project", Evil],
            ["plan", "--format", Evil],
        ],
        ["graph"] =
        [
            ["graph", "--plan"],
            ["graph", "--external"],
            ["graph", "--json"],
            ["graph", "--plan", "--format", "dot", "--external"],
            ["graph", "--plan", "--format", "mermaid", "--external"],
            ["graph", "--plan", "--format", "svg", "--external"],
        ],
        ["build"] =
        [
            ["build", Evil],
            ["build", "--engine", Evil],
            ["build", "--secret", Evil],
        ],
        ["build-task"] =
        [
            ["build-task", "--context", Evil],
        ],
        ["load"] =
        [
            ["load", Evil],
            ["load", "app", "--digest", Evil],
            ["load", "app", "--tag", Evil],
            ["load", "app", "--namespace", Evil],
        ],
        ["export"] =
        [
            ["export", Evil, "-o", "-"],
            ["export", "app", "-o", Evil],
            ["export", "app", "--digest", Evil, "-o", "-"],
        ],
        ["import"] =
        [
            ["import", Evil],
            ["import", "EVILFILE", Evil],
        ],
        ["run"] =
        [
            ["run", Evil],
        ],
        ["shell"] =
        [
            ["shell", Evil],
        ],
        ["push"] =
        [
            ["push", Evil],
            ["push", "app"],
            ["push", "app", "--registry-auth-file", HostileTree.EvilLines],
        ],
        ["decision"] =
        [
            ["decision", "--parameters", Evil],
            ["decision", "--plan", "--project", Evil, "--owner", Evil],
            ["decision", "--plan", "--project", Evil, "--owner", Evil, "--json"],
        ],
        ["resolve"] =
        [
            ["resolve", Evil],
            ["resolve", "EVILFILE"],
            ["resolve", "--image", Evil],
        ],
        ["pin"] =
        [
            ["pin", "--check"],
            ["pin", Evil],
        ],
        ["trust verify"] =
        [
            ["trust", "verify", Evil],
            ["trust", "verify", "--documents", Evil],
            ["trust", "verify", "--explain", Evil],
        ],
        ["trust collect"] =
        [
            ["trust", "collect", Evil, "-o", Evil],
        ],
        ["trust check"] =
        [
            ["trust", "check", "--policy", Evil],
            ["trust", "check", "--policy", "EVILFILE"],
        ],
        ["trust keygen"] =
        [
            ["trust", "keygen", $"/nowhere/{Evil}"],
        ],
        ["trust attest"] =
        [
            ["trust", "attest", Evil],
        ],
        ["trust import"] =
        [
            ["trust", "import", Evil],
            ["trust", "import", "EVILFILE"],
        ],
        ["mach taskgraph build-image"] =
        [
            ["mach", "taskgraph", "build-image", Evil],
            ["mach", "taskgraph", "build-image", "app", "--engine", Evil],
            ["mach", "taskgraph", "build-image", "app", "--context-only", $"/nonexistent/{HostileTree.EvilLines}"],
        ],
        ["mach taskgraph load-image"] =
        [
            ["mach", "taskgraph", "load-image", Evil, "--backend", "embedded"],
            ["mach", "taskgraph", "load-image", "app", "--tag", Evil, "--backend", "embedded"],
            ["mach", "taskgraph", "load-image", "--task-id", Evil, "--backend", "embedded"],
        ],
        ["mach taskgraph image-digest"] =
        [
            ["mach", "taskgraph", "image-digest", Evil],
            ["mach", "taskgraph", "image-digest", "app"],
        ],
        ["mach taskcluster-build-image"] =
        [
            ["mach", "taskcluster-build-image", Evil],
            ["mach", "taskcluster-build-image", "app", "--engine", Evil],
            ["mach", "taskcluster-build-image", "app", "--context-only", $"/nonexistent/{HostileTree.EvilLines}"],
        ],
        ["mach taskcluster-load-image"] =
        [
            ["mach", "taskcluster-load-image", Evil, "--backend", "embedded"],
            ["mach", "taskcluster-load-image", "app", "--tag", Evil, "--backend", "embedded"],
            ["mach", "taskcluster-load-image", "--task-id", Evil, "--backend", "embedded"],
        ],
        ["index find"] =
        [
            ["index", "find", HostileTree.FoundNamespace],
            ["index", "find", HostileTree.FoundNamespace, "--json"],
            ["index", "find", Evil],
        ],
        ["index list"] =
        [
            ["index", "list", "-r"],
            ["index", "list", "-r", "--json"],
            ["index", "list", Evil],
        ],
        ["index forecast"] =
        [
            ["index", "forecast", "--within", "3000"],
            ["index", "forecast", "--within", "3000", "--json"],
            ["index", "forecast", "--within", Evil],
        ],
        ["index insert"] =
        [
            ["index", "insert", Evil, "--task-id", Evil],
            ["index", "insert", "test.x", "--task-id", Evil],
        ],
        ["index delete"] =
        [
            ["index", "delete", Evil],
            ["index", "delete", "test.nothing"],
        ],
        ["log"] =
        [
            ["log", "app"],
            ["log", "app", "--list"],
            ["log", "app", "--json"],
            ["log", Evil],
            ["log", "app", "--task-id", Evil],
        ],
        ["why"] =
        [
            ["why", "app"],
            ["why", "app", "--json"],
            ["why", "app", "--patch"],
            ["why", "more", "--patch"],
            ["why", "app", "--against", Evil],
            ["why", "app", "--against", "HEAD~1", "-v"],
        ],
        ["diff"] =
        [
            ["diff", "HEAD~1", "HEAD"],
            ["diff", "HEAD~1", "HEAD", "--json"],
            ["diff", "HEAD", "--patch"],
            ["diff", "app", "more"],
            ["diff", "app", "more", "--patch"],
            ["diff", Evil, Evil],
        ],
        ["impact"] =
        [
            ["impact", "HEAD~1"],
            ["impact", "HEAD~1", "--json"],
            ["impact", "HEAD~1", "--format", "markdown"],
            ["impact", Evil],
        ],
        ["affected"] =
        [
            ["affected", "EVILFILE"],
            ["affected", "EVILFILE", "--json"],
            ["affected", Evil],
        ],
        ["history"] =
        [
            ["history", "app"],
            ["history", "app", "--json"],
            ["history", Evil],
        ],
        ["check"] =
        [
            ["check", "--offline"],
            ["check", "--offline", "--json"],
            ["check", "--offline", "--format", "sarif"],
            ["check", "--offline", "--format", "github"],
            ["check", "--offline", "--against", Evil],
        ],
        ["gc"] =
        [
            ["gc", "--plan"],
            ["gc", "--plan", "--json"],
            ["gc", "--plan", "-v"],
            ["gc", "--in-use", Evil],
        ],
        ["fsck"] =
        [
            ["fsck"],
            ["fsck", "--json"],
        ],
        ["doctor"] =
        [
            ["doctor"],
            ["doctor", "--json"],
            ["doctor", "--reproducible"],
            ["doctor", "--reproducible", "--json"],
        ],
        ["init"] =
        [
            ["init", "--plan"],
            ["init", "--plan", "--json"],
        ],
        ["new"] =
        [
            ["new", "fresh", "--plan"],
            ["new", "fresh", "--plan", "--json"],
            ["new", Evil],
            ["new", "fresh", "--from", Evil],
        ],
        ["completion"] =
        [
            ["completion", "bash"],
            ["completion", Evil],
        ],
        ["man"] =
        [
            ["man", "index", "find"],
            ["man", Evil],
        ],
    };

    private HostileTree? _tree;

    public async ValueTask InitializeAsync() => _tree = await HostileTree.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _tree?.Dispose();
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string> Commands() => [.. Lines.Keys];

    [Fact]
    public void No_command_is_left_out() => Assert.Equal(
        Leaves(new SlipwayRoot(new GlobalOptions(), []), string.Empty).Order(StringComparer.Ordinal),
        Lines.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Nothing_that_a_command_prints_acts_on_a_terminal_or_a_runner(string command)
    {
        foreach (string runner in new[] { "", "true" })
        {
            Environment.SetEnvironmentVariable("GITHUB_ACTIONS", runner);
            try
            {
                foreach (string[] line in Lines[command])
                {
                    string[] words = [.. line.Select(word => word
                        .Replace("OUTPUT", _tree!.OutputFile, StringComparison.Ordinal)
                        .Replace("EVILFILE", _tree.EvilFile, StringComparison.Ordinal))];
                    AssertHarmless(words, await _tree!.RunAsync(words), runner.Length > 0);
                }
            }
            finally
            {
                Environment.SetEnvironmentVariable("GITHUB_ACTIONS", null);
            }
        }
    }

    /// <summary>What draws the text knows these, and would colour it although there is no terminal.</summary>
    [Theory]
    [InlineData("GITHUB_ACTIONS")]
    [InlineData("APPVEYOR")]
    [InlineData("TF_BUILD")]
    [InlineData("TRAVIS")]
    [InlineData("JENKINS_URL")]
    [InlineData("GITLAB_CI")]
    public async Task A_CI_system_gets_plain_text(string variable)
    {
        using var tree = new TempTree().Image("app", "FROM scratch\nCOPY Dockerfile /\n");
        string[][] lines = [["plan"], ["list"], ["plan", "nope"]];
        foreach (string[] line in lines)
        {
            var here = await tree.RunAsync(line);
            Environment.SetEnvironmentVariable(variable, "true");
            try
            {
                var there = await tree.RunAsync(line);
                Assert.Equal((here.Output, here.Error), (there.Output, there.Error));
            }
            finally
            {
                Environment.SetEnvironmentVariable(variable, null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Nothing_that_is_said_about_a_broken_tree_acts_on_a_terminal(string command)
    {
        using var broken = HostileTree.Broken();
        foreach (string[] line in Lines[command].Take(1))
        {
            string[] words =
            [
                .. line.Select(word => word.Replace("OUTPUT", _tree!.OutputFile, StringComparison.Ordinal)),
            ];
            AssertHarmless(words, await broken.RunAsync([.. words, "-vv"]), isRunner: false);
        }
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("dot")]
    [InlineData("mmd")]
    [InlineData("json")]
    [InlineData("txt")]
    public async Task Nothing_in_a_picture_acts_on_a_terminal(string extension)
    {
        string file = $"{_tree!.OutputFile}.{extension}";

        var run = await _tree.RunAsync("graph", "--plan", "--external", "-o", file);

        Assert.Equal(0, run.ExitCode);
        AssertHarmless(file, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_hostile_text_is_shown_and_not_lost()
    {
        Assert.Contains(
            "\\u001b]0;owned\\u0007",
            (await _tree!.RunAsync("index", "find", HostileTree.FoundNamespace)).Output,
            StringComparison.Ordinal);
        Assert.Contains("\\u202e", (await _tree.RunAsync("why", "app")).Output, StringComparison.Ordinal);
        string log = (await _tree.RunAsync("log", "app")).Output;
        Assert.Contains("::error::x", log, StringComparison.Ordinal);
        Assert.DoesNotContain("owned", log, StringComparison.Ordinal);
        var found = JsonDocument
            .Parse((await _tree.RunAsync("index", "find", HostileTree.FoundNamespace, "--json")).Output)
            .RootElement;
        Assert.Equal(HostileTree.EvilLines, found.GetProperty("data").GetProperty(HostileTree.EvilLines).GetString());
    }

    private static void AssertHarmless(string[] words, CliRun run, bool isRunner)
    {
        string line = Display.Line(string.Join(' ', words));
        AssertHarmless($"{line}, output", run.Output);
        AssertHarmless($"{line}, error", run.Error);
        Assert.False(run.Error.Contains("SLIP1006", StringComparison.Ordinal), $"{line}: {run.Error}");
        if (words.Contains("--json") && run.Output.Length > 0)
        {
            JsonDocument.Parse(run.Output).Dispose();
        }

        if (isRunner && !words.Contains("github"))
        {
            Assert.DoesNotMatch(@"(?m)^\s*::|##\[", run.Output + "\n" + run.Error);
        }
    }

    private static void AssertHarmless(string what, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]);
            bool isHarmless = isPair
                ? !Display.NeedsEscape(c, text[i + 1])
                : c is '\n' or '\t' || !Display.NeedsEscape(c);
            Assert.True(isHarmless, $"{what}: {Display.EscapeOf(c)} at …{Display.Line(text[Math.Max(0, i - 60)..i])}");
            i += isPair ? 1 : 0;
        }

        Assert.All(text.Split('\n'), line => Assert.False(
            line.StartsWith(HostileTree.Forged, StringComparison.Ordinal), $"{what}: a line is forged in\n{text}"));
    }

    private static IEnumerable<string> Leaves(Command command, string path)
    {
        if (command.Subcommands.Count == 0)
        {
            return [path];
        }

        return command.Subcommands.SelectMany(sub => Leaves(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"));
    }
}
