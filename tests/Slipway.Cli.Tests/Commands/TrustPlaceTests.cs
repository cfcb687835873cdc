using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust verify</c> of what an index leads to.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustPlaceTests
{
    private const string OfDecision = "gecko.v2.mozilla-central.latest.taskgraph.decision";
    private const string DigestOfChild = "ddc9e669194254cef019a29d3619a2c16592e5d52e1a81e98b01bd52319149a3";

    [Theory]
    [InlineData($"gecko.cache.level-3.docker-images.v2.child.hash.{DigestOfChild}", GoldenDeployment.Child, null)]
    [InlineData($"gecko.cache.level-3.docker-images.v2.child.hash.{DigestOfChild}", GoldenDeployment.Base, "7.29")]
    [InlineData("gecko.cache.level-3.docker-images.v2.child.latest", GoldenDeployment.Child, null)]
    [InlineData(OfDecision, GoldenDeployment.Decision, null)]
    [InlineData("gecko.v2.autoland.latest.taskgraph.decision", GoldenDeployment.Decision, "7.29")]
    public async Task A_task_is_accepted_only_where_it_belongs(string ns, string task, string? rule)
    {
        await using var deployment = new GoldenDeployment();
        deployment.Index(ns, task);

        var run = await deployment.RunAsync([
            "trust", "verify", ns, "--json",
            .. task == GoldenDeployment.Decision ? new[] { "--type", "decision" } : []]);
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == (rule is null ? 0 : 4), run.Output + run.Error);
        Assert.Equal(rule, (string?)answer["rule"]);
        Assert.Equal(
            rule is null ? 0 : 1,
            answer["links"]!.AsArray().SelectMany(link => link!["checks"]!.AsArray())
                .Count(check => (string)check!["state"]! == "failed"));
    }

    [Fact]
    public async Task A_latest_that_stands_still_is_refused_and_its_task_alone_is_not()
    {
        await using var deployment = new GoldenDeployment();
        deployment.Index(OfDecision, GoldenDeployment.Decision);
        string policy = deployment.PathOf("strict.yml");
        await File.WriteAllTextAsync(
            policy, $"max-statement-age: 30d\n{deployment.PolicyText}", TestContext.Current.CancellationToken);
        string[] how = ["--type", "decision", "--policy", policy, "--json"];

        var refused = await deployment.RunAsync(["trust", "verify", OfDecision, .. how]);
        var accepted = await deployment.RunAsync(["trust", "verify", GoldenDeployment.Decision, .. how]);

        Assert.Equal((4, "7.30"), (refused.ExitCode, (string?)JsonNode.Parse(refused.Output)!["rule"]));
        Assert.True(accepted.ExitCode == 0, accepted.Output + accepted.Error);
    }

    [Theory]
    [InlineData("gecko.v2.autoland.latest.taskgraph.decision", "", "7.29")]
    [InlineData(OfDecision, "max-statement-age: 30d\n", "7.30")]
    [InlineData(OfDecision, "", null)]
    public async Task A_collected_chain_is_judged_again_where_it_was_found(string ns, string bound, string? rule)
    {
        await using var deployment = new GoldenDeployment();
        deployment.Index(ns, GoldenDeployment.Decision);
        string policy = deployment.PathOf("strict.yml");
        await File.WriteAllTextAsync(
            policy, bound + deployment.PolicyText, TestContext.Current.CancellationToken);
        string folder = deployment.PathOf("chain");

        var collected = await deployment.RunAsync(
            "trust", "collect", ns, "-o", folder, "--type", "decision", "--policy", policy, "--json");
        var again = await CliRun.RunAsync("trust", "verify", "--documents", folder, "--json");

        Assert.Equal(
            (rule is null ? 0 : 4, rule), (again.ExitCode, (string?)JsonNode.Parse(again.Output)!["rule"]));
        Assert.Equal(collected.Output, again.Output);
    }
}
