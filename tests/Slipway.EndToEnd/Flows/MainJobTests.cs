using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class MainJobTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase()
            .Image("app", "FROM {base}\nRUN echo app > /app\n")
            .Image("top", "FROM {app}\nRUN echo top > /top\n")
            .Image("other", "FROM {base}\nRUN echo other > /other\n");
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private string Name(string image) => _sandbox.Name(image);

    [Fact]
    public async Task A_second_build_builds_nothing()
    {
        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("built", result));
        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("reused", result));
    }

    [Fact]
    public async Task A_change_of_an_image_rebuilds_it_and_what_stands_on_it_and_nothing_else()
    {
        await _sandbox.BuildAsync();
        _sandbox.Image("app", "FROM {base}\nRUN echo changed > /app\n");

        var results = await _sandbox.BuildAsync();

        Assert.Equal("reused", results["other"]);
        Assert.Equal(["built", "built"], [results["app"], results["top"]]);
    }

    [Fact]
    public async Task A_change_of_the_base_rebuilds_everything_on_it()
    {
        await _sandbox.BuildAsync(Name("base"), Name("app"), Name("top"));
        _sandbox.Write($"images/{Name("base")}/note", "new\n");

        var plan = await _sandbox.PlanAsync();

        Assert.All(plan.Values, action => Assert.Equal("build", action));
    }

    [Fact]
    public async Task Going_back_finds_what_was_built_before()
    {
        await _sandbox.BuildAsync();
        _sandbox.Write($"images/{Name("base")}/note", "new\n");
        await _sandbox.BuildAsync(Name("app"));
        File.Delete(Path.Join(_sandbox.Tree, "images", Name("base"), "note"));

        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("reused", result));
    }

    [Fact]
    public async Task What_is_forced_is_built_although_it_is_there()
    {
        await _sandbox.BuildAsync(Name("app"));

        var results = await _sandbox.BuildAsync(Name("app"), "--force");

        Assert.Equal("built", results["app"]);
    }

    [Fact]
    public async Task What_is_built_without_the_index_is_not_found()
    {
        await _sandbox.BuildAsync(Name("base"), "--no-index");

        Assert.Equal("build", (await _sandbox.PlanAsync(Name("base")))["base"]);
        Assert.Empty((await _sandbox.JsonAsync("index", "list", "-r"))["entries"]!.AsArray());
    }

    [Fact]
    public async Task Only_what_is_wanted_and_its_ancestors_are_built()
    {
        var results = await _sandbox.BuildAsync(Name("app"));

        Assert.Equal(["app", "base"], results.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failure_spares_what_does_not_depend_on_it_and_its_log_says_why()
    {
        _sandbox.Image("app", "FROM {base}\nRUN echo the reason; exit 3\n");

        var result = await _sandbox.SlipwayAsync("build", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            ["failed app", "built base", "built other", "skipped top"],
            System.Text.Json.Nodes.JsonNode.Parse(result.Output)!["images"]!.AsArray()
                .Select(image => $"{image!["result"]} {((string)image["name"]!).Split('-')[0]}")
                .OrderBy(line => line.Split(' ')[1], StringComparer.Ordinal));
        Assert.Contains("SLIP1520", result.Error, StringComparison.Ordinal);
        Assert.Contains("the reason", await _sandbox.CheckAsync("log", Name("app")), StringComparison.Ordinal);
    }
}
