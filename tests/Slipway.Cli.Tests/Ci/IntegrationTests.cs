using System.Text.RegularExpressions;
using Slipway.Cli.Tests.Support;
using Slipway.Cli.Tests.Support.Vendors;
using YamlDotNet.RepresentationModel;

namespace Slipway.Cli.Tests.Ci;

/// <summary>The action for GitHub and the component for GitLab.</summary>
public sealed partial class IntegrationTests(VendorFixture vendors) : IClassFixture<VendorFixture>, IDisposable
{
    private static readonly string Action = Repository.PathOf("integrations", "github", "action.yml");
    private static readonly string Script = Repository.PathOf("integrations", "github", "slipway.sh");
    private static readonly string Component = Repository.PathOf("integrations", "gitlab", "templates", "slipway.yml");

    // Inputs that are no options of slipway, but say how it is called.
    private static readonly string[] OwnInputs = ["command", "images", "registry", "username", "password", "slipway"];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Every_input_of_the_action_is_an_option_or_said_to_be_none()
    {
        using var tree = new GeckoTree();
        string help = (await tree.RunAsync("build", "--help")).Output;
        var inputs = Keys(Map(Documents(Action)[0], "inputs"));

        Assert.All(
            inputs.Except(OwnInputs), input => Assert.Matches($@"--{Regex.Escape(input)}\b", help));
        Assert.Empty(OwnInputs.Except(inputs));
    }

    [Fact]
    public void The_action_hands_every_input_to_its_script_and_nothing_into_a_script()
    {
        var action = Documents(Action)[0];
        var step = (YamlMappingNode)((YamlSequenceNode)Map(action, "runs").Children["steps"]).Children[0];
        var handed = Map(step, "env").Children.ToDictionary(
            pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal);

        Assert.Equal(
            Keys(Map(action, "inputs")).ToDictionary(
                input => $"INPUT_{input.ToUpperInvariant().Replace('-', '_')}", input => $"${{{{ inputs.{input} }}}}"),
            handed);
        Assert.DoesNotContain("${{", step.Children["run"].ToString(), StringComparison.Ordinal);
        string script = File.ReadAllText(Script);
        Assert.Equal(handed.Keys.Order(), Variable().Matches(script).Select(match => match.Value).Distinct().Order());
        Assert.All(
            Map(action, "outputs").Children,
            output => Assert.Equal(
                $"${{{{ steps.slipway.outputs.{output.Key} }}}}", Map(output.Value).Children["value"].ToString()));
    }

    [Theory]
    [InlineData("build", "17", "build --pull-request 17 --revision abc -- app b*se")]
    [InlineData("build", "", "build --project main --revision abc -- app b*se")]
    [InlineData("plan", "", "plan --project main --revision abc --format github -- app b*se")]
    public async Task The_script_logs_in_and_calls_slipway_for_the_push(string command, string request, string expected)
    {
        string result = await RunAsync(command, request, "main");

        Assert.Equal($"login ghcr.io --username me --password-stdin < secret\n{expected}\n", result);
    }

    [Fact]
    public async Task What_an_input_says_is_never_run()
    {
        string result = await RunAsync("build", string.Empty, "$(touch run) `touch run`; touch run #");

        Assert.Contains("--project $(touch run) `touch run`; touch run # --revision", result, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(_folder.Path, "run")));
    }

    [Fact]
    public async Task Another_command_is_refused() => Assert.Contains(
        "has to be plan or build",
        (await Assert.ThrowsAnyAsync<Exception>(() => RunAsync("push", string.Empty, "main"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_component_is_a_pipeline_and_its_scripts_are_scripts()
    {
        var documents = Documents(Component);
        Assert.Equal(2, documents.Count);
        var inputs = Keys(Map(Map(documents[0], "spec"), "inputs"));
        string jobs = (await File.ReadAllTextAsync(Component, TestContext.Current.CancellationToken))
            .Split("\n---\n")[1];

        Assert.Equal(
            inputs.Order(),
            Input().Matches(jobs).Select(match => match.Groups["name"].Value).Distinct().Order());
        Assert.Empty(await vendors.CheckAsync("gitlab", jobs));
        var script = (YamlSequenceNode)Map(documents[1], "plan images").Children["script"];
        foreach (string lines in script.Children.Select(lines => lines.ToString()))
        {
            await Tools.RunAsync("bash", ["-n", _folder.Write("script.sh", lines)]);
        }
    }

    [Theory]
    [InlineData("17", "plan --format gitlab --template .gitlab/slipway.yml --pull-request 17 --revision abc")]
    [InlineData("", "plan --format gitlab --template .gitlab/slipway.yml --level 2 --project main --revision abc")]
    public async Task The_component_plans_for_the_push(string request, string expected)
    {
        string program = Fake();
        var script = (YamlSequenceNode)Map(Documents(Component)[1], "plan images").Children["script"];
        string lines = string.Join('\n', script.Children.Select(lines => lines.ToString()));

        await Tools.RunAsync(
            "sh",
            ["-c", lines],
            _folder.Path,
            environment: new Dictionary<string, string?>
            {
                ["PATH"] = $"{Path.GetDirectoryName(program)}:{Environment.GetEnvironmentVariable("PATH")}",
                ["SLIPWAY_REGISTRY"] = "registry.example",
                ["SLIPWAY_USERNAME"] = "me",
                ["SLIPWAY_PASSWORD_VARIABLE"] = "THE_PASSWORD",
                ["THE_PASSWORD"] = "secret",
                ["SLIPWAY_LEVEL"] = request.Length > 0 ? string.Empty : "2",
                ["SLIPWAY_TEMPLATE"] = ".gitlab/slipway.yml",
                ["CI_MERGE_REQUEST_IID"] = request,
                ["CI_COMMIT_REF_NAME"] = "main",
                ["CI_COMMIT_SHA"] = "abc",
            });

        Assert.Equal(
            $"login registry.example --username me --password-stdin < secret\n{expected}\n",
            await File.ReadAllTextAsync(Path.Join(_folder.Path, "calls"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RunAsync(string command, string request, string project)
    {
        string program = Fake();
        await Tools.RunAsync(
            "bash",
            [Script],
            _folder.Path,
            environment: new Dictionary<string, string?>
            {
                ["PATH"] = $"{Path.GetDirectoryName(program)}:{Environment.GetEnvironmentVariable("PATH")}",
                ["INPUT_COMMAND"] = command,
                ["INPUT_IMAGES"] = "app b*se",
                ["INPUT_REGISTRY"] = "ghcr.io",
                ["INPUT_USERNAME"] = "me",
                ["INPUT_PASSWORD"] = "secret",
                ["INPUT_LEVEL"] = string.Empty,
                ["INPUT_PROJECT"] = project,
                ["INPUT_PULL_REQUEST"] = request,
                ["INPUT_REVISION"] = "abc",
                ["INPUT_JOBS"] = string.Empty,
                ["INPUT_NO_WAIT"] = "false",
                ["INPUT_SLIPWAY"] = "slipway",
            });
        return await File.ReadAllTextAsync(Path.Join(_folder.Path, "calls"), TestContext.Current.CancellationToken);
    }

    /// <summary>Programs that write down how they are called.</summary>
    private string Fake()
    {
        string calls = Path.Join(_folder.Path, "calls");
        _folder.Write("bin/slipway", $"#!/bin/sh\necho \"$*\" >> '{calls}'\n", executable: true);
        return _folder.Write(
            "bin/docker", $"#!/bin/sh\necho \"$* < $(cat)\" >> '{calls}'\n", executable: true);
    }

    private static IReadOnlyList<YamlMappingNode> Documents(string file)
    {
        using var text = File.OpenText(file);
        var stream = new YamlStream();
        stream.Load(text);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static YamlMappingNode Map(YamlNode node, string? key = null) =>
        (YamlMappingNode)(key is null ? node : ((YamlMappingNode)node).Children[key]);

    private static string[] Keys(YamlMappingNode map) => [.. map.Children.Keys.Select(key => key.ToString())];

    [GeneratedRegex("INPUT_[A-Z_]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(
        @"\$\[\[ inputs\.(?<name>[a-z-]+) \]\]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();
}
