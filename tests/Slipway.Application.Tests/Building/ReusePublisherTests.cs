using Slipway.Model.Values;

namespace Slipway.Application.Tests.Building;

/// <summary>The names of what is reused: those that it would have if this push had built it.</summary>
public sealed class ReusePublisherTests : IDisposable
{
    private readonly Workbench _bench = new();

    public ReusePublisherTests() => _bench.Image("base", "scratch", "1").Image("app", "base");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task After_a_change_is_taken_back_the_image_before_has_its_tag_again()
    {
        var first = await BuildAsync();
        await BuildAsync("2");
        _bench.Image("base", "scratch", "1");

        Assert.Empty(await _bench.PublishReusedAsync("base"));

        Assert.Equal(first["base"], await TaggedAsync("base"));
    }

    [Fact]
    public async Task What_it_was_built_on_has_its_names_again_too()
    {
        var first = await BuildAsync();
        await BuildAsync("2");
        _bench.Image("base", "scratch", "1");

        Assert.Empty(await _bench.PublishReusedAsync("app"));

        Assert.Equal(first["app"], await TaggedAsync("app"));
        Assert.Equal(first["base"], await TaggedAsync("base"));
        var latest = await _bench.Store.Index.FindAsync(
            IndexNamespace.Parse("test.cache.level-1.docker.v2.base.latest"), TestContext.Current.CancellationToken);
        Assert.Equal(first["base"], latest?.ImageHash);
    }

    [Fact]
    public async Task The_tags_that_a_pull_request_took_are_given_back()
    {
        var first = await BuildAsync();
        _bench.Image("base", "scratch", "2");
        await _bench.BuildAsync(pullRequest: "7");
        Assert.NotEqual(first["base"], await TaggedAsync("base"));
        _bench.Image("base", "scratch", "1");

        Assert.Empty(await _bench.PublishReusedAsync("app"));

        Assert.Equal(first["app"], await TaggedAsync("app"));
        Assert.Equal(first["base"], await TaggedAsync("base"));
    }

    [Fact]
    public async Task No_engine_is_asked_for_when_nothing_was_built_since()
    {
        await BuildAsync();

        Assert.Empty(await _bench.PublishReusedAsync("app", _ => throw ScriptedEngine.Failure("asked")));
    }

    [Fact]
    public async Task Without_an_engine_there_is_nothing_to_say_of_its_tags()
    {
        await BuildAsync();
        _bench.Image("base", "scratch", "2");
        await _bench.BuildAsync(pullRequest: "7");
        _bench.Image("base", "scratch", "1");

        Assert.Empty(await _bench.PublishReusedAsync("base", _ => throw ScriptedEngine.Failure("none")));
    }

    private async Task<Dictionary<string, ImageHash?>> BuildAsync(string? content = null)
    {
        _bench.PushDate += TimeSpan.FromSeconds(1);
        if (content is not null)
        {
            _bench.Image("base", "scratch", content);
        }

        var outcomes = await _bench.BuildAsync();
        _bench.PushDate += TimeSpan.FromSeconds(1);
        return outcomes.ToDictionary(pair => pair.Key, pair => pair.Value.ImageHash);
    }

    private async Task<ImageHash?> TaggedAsync(string name) =>
        (await _bench.Engine.FindAsync($"{name}:latest", TestContext.Current.CancellationToken))?.ImageHash;
}
