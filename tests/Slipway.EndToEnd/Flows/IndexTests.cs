using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>One store with a build of level 1 and one of level 3, for tests that do not disturb each other.</summary>
public sealed class IndexTests(IndexTests.Store store) : IClassFixture<IndexTests.Store>, IAsyncLifetime
{
    private Sandbox Sandbox => store.Sandbox;

    private string Latest(int level) => $"e2e.cache.level-{level}.docker.v2.{Sandbox.Name("base")}.latest";

    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_build_is_found_under_three_namespaces()
    {
        string digest = await Sandbox.CheckAsync("hash", Sandbox.Name("base"));
        string stem = $"e2e.cache.level-1.docker.v2.{Sandbox.Name("base")}";

        var entries = (await Sandbox.JsonAsync("index", "list", "-r", stem))["entries"]!.AsArray()
            .Select(entry => (string)entry!["namespace"]!);

        Assert.Equal(
            [$"{stem}.hash.{digest}", $"{stem}.latest", $"{stem}.pushdate.2026.11-06-212000"],
            entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Browsing_shows_one_step_at_a_time()
    {
        Assert.Contains("e2e.", (await Sandbox.CheckAsync("index", "list")).Split('\n'));
        Assert.Equal(
            ["e2e.cache.level-1.", "e2e.cache.level-3."],
            (await Sandbox.CheckAsync("index", "list", "e2e.cache")).Split('\n'));
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_not_found()
    {
        var result = await Sandbox.SlipwayAsync("index", "find", "e2e.nothing");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("SLIP1301", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rank_of_a_build_is_its_push_date() =>
        Assert.Equal(1794000000, (long)(await FindAsync(Latest(1)))["rank"]!);

    [Fact]
    public async Task An_inserted_name_leads_to_the_build_until_it_is_deleted()
    {
        string build = (string)(await FindAsync(Latest(1)))["build"]!;
        await Sandbox.CheckAsync("index", "insert", "mine.inserted", "--task-id", build);
        Assert.Equal(build, (string)(await FindAsync("mine.inserted"))["build"]!);

        await Sandbox.CheckAsync("index", "delete", "mine.inserted");

        Assert.Equal(3, (await Sandbox.SlipwayAsync("index", "find", "mine.inserted")).ExitCode);
        Assert.Equal(3, (await Sandbox.SlipwayAsync("index", "delete", "mine.inserted")).ExitCode);
    }

    [Fact]
    public async Task A_lower_rank_does_not_replace_a_higher_one()
    {
        string low = (string)(await FindAsync(Latest(1)))["build"]!;
        string high = (string)(await FindAsync(Latest(3)))["build"]!;
        await Sandbox.CheckAsync("index", "insert", "mine.ranked", "--task-id", high, "--rank", "20");

        await Sandbox.CheckAsync("index", "insert", "mine.ranked", "--task-id", low, "--rank", "19");
        Assert.Equal(high, (string)(await FindAsync("mine.ranked"))["build"]!);

        await Sandbox.CheckAsync("index", "insert", "mine.ranked", "--task-id", low, "--rank", "20");
        Assert.Equal(low, (string)(await FindAsync("mine.ranked"))["build"]!);
    }

    [Fact]
    public async Task A_build_of_level_1_gets_no_name_of_level_3()
    {
        string build = (string)(await FindAsync(Latest(1)))["build"]!;

        var result = await Sandbox.SlipwayAsync(
            "index", "insert", Latest(3), "--task-id", build, "--rank", "9999999999");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("SLIP1008", result.Error, StringComparison.Ordinal);
        Assert.NotEqual(build, (string)(await FindAsync(Latest(3)))["build"]!);
    }

    [Theory]
    [InlineData("not..a.namespace", "--rank=1", "SLIP1302")]
    [InlineData("mine.wrong", "--rank=soon", "SLIP1002")]
    [InlineData("mine.wrong", "--expires-days=0", "SLIP1305")]
    public async Task A_wrong_insert_is_refused(string ns, string option, string code)
    {
        string build = (string)(await FindAsync(Latest(1)))["build"]!;

        var result = await Sandbox.SlipwayAsync("index", "insert", ns, "--task-id", build, option);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_build_has_a_record_and_a_log()
    {
        var records = (await Sandbox.JsonAsync("log", Sandbox.Name("base"), "--list")).AsArray();

        Assert.Equal(["1", "3"], records.Select(record => (string)record!["level"]!).Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.Equal("succeeded", (string)record!["result"]!));
        Assert.Contains(
            "busybox",
            await Sandbox.CheckAsync("log", Sandbox.Name("base"), "--task-id", (string)records[0]!["id"]!),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_store_has_no_problems_and_nothing_to_remove()
    {
        var checkedStore = await Sandbox.JsonAsync("fsck");
        var collected = await Sandbox.JsonAsync("gc", "--plan");

        Assert.Empty(checkedStore["problems"]!.AsArray());
        Assert.Equal(2, (int)checkedStore["images"]!);
        Assert.Equal(0, (long)collected["bytes"]!);
    }

    [Fact]
    public async Task The_doctor_finds_the_engine_the_store_and_the_tree()
    {
        var checks = (await Sandbox.JsonAsync("doctor")).AsArray();

        Assert.Subset(
            checks.Where(check => (string)check!["state"]! is "ok" or "warning")
                .Select(check => (string)check!["name"]!).ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal) { "slipway", "engine docker", "store", "disk", "tree" });
    }

    [Fact]
    public async Task The_doctor_says_no_when_the_tree_is_broken()
    {
        await using var broken = new Sandbox();
        broken.Image("app", string.Empty);

        var result = await broken.SlipwayAsync("doctor");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("SLIP1121", result.Output, StringComparison.Ordinal);
    }

    private Task<JsonNode> FindAsync(string ns) => Sandbox.JsonAsync("index", "find", ns);

    public sealed class Store : IAsyncLifetime
    {
        internal Sandbox Sandbox { get; } = new();

        public async ValueTask InitializeAsync()
        {
            if (!await Machine.HasEngineAsync())
            {
                return;
            }

            Sandbox.BusyboxBase();
            await Sandbox.BuildAsync("--level", "1", "--pushdate", "2026-11-06T21:20:00Z");
            await Sandbox.BuildAsync("--level", "3");
        }

        public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
    }
}
