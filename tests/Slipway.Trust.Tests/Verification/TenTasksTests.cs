using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Tests;
using Slipway.Tests.Chains;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Verification;

/// <summary>A chain of ten tasks, six of which are images on each other.</summary>
public sealed class TenTasksTests
{
    private const string Measured = "bench/chain/chain.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void It_is_judged_in_fifty_milliseconds()
    {
        var (documents, policy) = GoldenChain.Read(TenTasks());
        Assert.Null(ChainVerifier.Verify(documents, policy).Reason);
        var times = new List<double>();
        for (int i = 0; i < 20; i++)
        {
            var watch = Stopwatch.StartNew();
            var verdict = ChainVerifier.Verify(documents, policy);
            times.Add(watch.Elapsed.TotalMilliseconds);
            Assert.Equal(10, verdict.Links.Length);
        }

        // Other tests run at the same time: what it takes is seen where they let it.
        Campaign.Report("trust: ten tasks", $"{times.Min():F1} ms, {times.Order().ElementAt(10):F1} ms beside others");
        Assert.InRange(times.Min(), 0, 50);
    }

    [Theory]
    [InlineData("EEEEEEEEQEqEEEEEEEEEEg", "stranger")]
    [InlineData("BBBBBBBBQBqBBBBBBBBBBA", "docker-worker-1")]
    public void However_far_away_a_parent_is_it_has_to_hold(string parent, string key)
    {
        var chain = TenTasks();
        ChainForge.Resign(chain, parent, _ => { }, key);

        var verdict = GoldenChain.Judge(chain);

        Assert.Equal("7.1", verdict.Rule);
        Assert.Contains(parent, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_the_chain_that_is_measured()
    {
        string made = Path.Join(AppContext.BaseDirectory, "ten-tasks.json");
        await File.WriteAllTextAsync(
            made, TenTasks().ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(Repository.Read(Measured)), TenTasks()),
            $"Another chain is measured. When that is meant: cp {made} {Repository.PathOf(Measured)}");
    }

    // Four images more below the base.
    private static JsonNode TenTasks()
    {
        var chain = GoldenChain.Intact();
        string above = IntactChain.Base;
        foreach (string id in (string[])
            ["BBBBBBBBQBqBBBBBBBBBBA", "CCCCCCCCQCqCCCCCCCCCCA", "DDDDDDDDQDqDDDDDDDDDDA", "EEEEEEEEQEqEEEEEEEEEEg"])
        {
            ChainForge.Copy(chain, IntactChain.Base, id, task =>
                task["payload"]!["env"]!.AsObject().Remove("PARENT_TASK_ID"));
            ChainForge.Redefine(chain, above, task => task["payload"]!["env"]!["PARENT_TASK_ID"] = id);
            above = id;
        }

        return chain;
    }
}
