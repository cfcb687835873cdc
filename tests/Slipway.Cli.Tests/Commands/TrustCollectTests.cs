using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests.Chains;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What <c>slipway trust collect</c> wrote is judged as the chain was.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustCollectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("must-check: [digests]", "7.25")]
    [InlineData("must-check: [contents]", "7.24")]
    [InlineData("revoked: true", "4.5")]
    [InlineData("from: 2099-01-01", "4.5")]
    [InlineData("level: 1", "4.5")]
    public async Task What_only_a_policy_can_say_refuses_offline_too(string change, string rule)
    {
        await using var deployment = new GoldenDeployment();
        string policy = deployment.PathOf("strict.yml");
        string text = deployment.PolicyText;
        string key = text.Split('\n').Single(line =>
            line.Contains(ChainForge.PublicKey("docker-worker-3"), StringComparison.Ordinal));
        text = change.Contains('[', StringComparison.Ordinal)
            ? $"{change}\n{text}"
            : text.Replace(key, $"{key}\n      {change}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(policy, text, Cancel);
        string folder = deployment.PathOf("chain");

        var asked = await deployment.RunAsync(
            "trust", "verify", GoldenDeployment.Child, "--policy", policy, "--json");
        var collected = await deployment.RunAsync(
            "trust", "collect", GoldenDeployment.Child, "-o", folder, "--policy", policy);
        var again = await CliRun.RunAsync("trust", "verify", "--documents", folder, "--json");

        Assert.Equal((4, rule), (asked.ExitCode, (string?)JsonNode.Parse(asked.Output)!["rule"]));
        Assert.Equal(0, collected.ExitCode);
        Assert.Contains($"refused by rule {rule}", collected.Output, StringComparison.Ordinal);
        Assert.Equal(
            (4, (string?)JsonNode.Parse(asked.Output)!["reason"]),
            (again.ExitCode, (string?)JsonNode.Parse(again.Output)!["reason"]));
    }

    [Fact]
    public async Task What_was_left_out_is_not_said_to_be_gone()
    {
        await using var deployment = new GoldenDeployment();
        string folder = deployment.PathOf("chain");

        await deployment.RunAsync("trust", "collect", GoldenDeployment.Child, "-o", folder, "--no-archives");
        var run = await CliRun.RunAsync("trust", "verify", "--documents", folder, "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains(
            GoldenDeployment.Child, answer["notHashed"]!.AsArray().Select(artifact => (string)artifact!["taskId"]!));
    }

    [Theory]
    [InlineData("parent-image-stranger-key")]
    [InlineData("template-missing")]
    [InlineData("target-image-archive-bytes")]
    public async Task A_chain_that_was_refused_is_refused_again_by_the_same_rule(string name)
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain(name));
        string folder = deployment.PathOf("chain");

        var collected = await deployment.RunAsync("trust", "collect", GoldenDeployment.Child, "-o", folder, "--json");
        var again = await CliRun.RunAsync("trust", "verify", "--documents", folder, "--json");

        Assert.Equal(4, again.ExitCode);
        Assert.Equal(collected.Output, again.Output);
    }

    [Fact]
    public async Task Another_policy_that_asks_for_what_was_not_fetched_is_told_so()
    {
        await using var deployment = new GoldenDeployment();
        string strict = deployment.PathOf("strict.yml");
        string key = ChainForge.PublicKey("docker-worker-3");
        await File.WriteAllTextAsync(
            strict,
            deployment.PolicyText.Replace(key, ChainForge.PublicKey("stranger"), StringComparison.Ordinal),
            Cancel);
        string folder = deployment.PathOf("chain");
        await deployment.RunAsync("trust", "collect", GoldenDeployment.Child, "-o", folder, "--policy", strict);

        var run = await deployment.RunAsync(
            "trust", "verify", "--documents", folder, "--policy", deployment.PathOf("trust/policy.yml"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP2204", run.Error, StringComparison.Ordinal);
        Assert.Contains("was not fetched", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_nobody_knows_is_not_collected()
    {
        await using var deployment = new GoldenDeployment();
        string folder = deployment.PathOf("chain");

        var run = await deployment.RunAsync("trust", "collect", "AAAAAAAAQAqAAAAAAAAAAA", "-o", folder);

        Assert.Equal(3, run.ExitCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task The_policy_of_the_environment_is_checked()
    {
        await using var deployment = new GoldenDeployment();
        string policy = deployment.PathOf("other.yml");
        await File.WriteAllTextAsync(policy, "keys: {dokker-worker: []}\n", Cancel);
        string? before = Environment.GetEnvironmentVariable("SLIPWAY_POLICY");
        Environment.SetEnvironmentVariable("SLIPWAY_POLICY", policy);
        try
        {
            var run = await deployment.RunAsync("trust", "check");

            Assert.Equal(2, run.ExitCode);
            Assert.Contains("other.yml:1:8", run.Error, StringComparison.Ordinal);
            Assert.Contains("Did you mean 'docker-worker'?", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLIPWAY_POLICY", before);
        }
    }
}
