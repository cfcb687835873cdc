using Slipway.Application.Building;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Building;

public sealed class BuildTurnsTests : IDisposable
{
    private readonly Workbench _bench = new();
    private readonly List<string> _order = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_longest_way_to_go_is_first_and_among_equals_the_first_of_the_plan()
    {
        _bench.Image("long", "scratch").Image("one", "scratch").Image("short", "scratch").Image("two", "scratch");
        var turns = await TurnsAsync(("short", 1), ("long", 9), ("one", 5), ("two", 5));
        var all = new[] { "short", "two", "one", "long" }.Select(name => TakeAsync(turns, name)).ToList();

        Assert.Empty(_order);
        turns.Add(1);
        await Task.WhenAll(all);

        Assert.Equal(["long", "one", "two", "short"], _order);
    }

    [Fact]
    public async Task What_an_image_made_possible_is_lined_up_before_its_slot_is_free()
    {
        _bench.Image("base", "scratch").Image("far", "base").Image("near", "base");
        var turns = await TurnsAsync(("base", 9), ("near", 1), ("far", 5));
        turns.Add(1);
        await turns.WaitAsync(Name("base"), TestContext.Current.CancellationToken);

        turns.End(Name("base"), isAvailable: true);
        var near = TakeAsync(turns, "near");
        Assert.False(near.IsCompleted);
        await TakeAsync(turns, "far");
        await near;

        Assert.Equal(["far", "near"], _order);
    }

    [Fact]
    public async Task Whoever_is_cancelled_while_waiting_takes_no_slot()
    {
        _bench.Image("gone", "scratch").Image("other", "scratch");
        var turns = await TurnsAsync(("gone", 9), ("other", 1));
        using var cancellation = new CancellationTokenSource();
        var gone = turns.WaitAsync(Name("gone"), cancellation.Token);
        var other = TakeAsync(turns, "other");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        turns.Add(1);
        await other;

        Assert.Equal(["other"], _order);
    }

    private static ImageName Name(string name) => ImageName.Parse(name);

    private async Task<BuildTurns> TurnsAsync(params IEnumerable<(string Name, int Seconds)> chains) =>
        new(await _bench.PlanAsync(), chains.ToDictionary(c => Name(c.Name), c => TimeSpan.FromSeconds(c.Seconds)));

    private async Task TakeAsync(BuildTurns turns, string name)
    {
        await turns.WaitAsync(Name(name), TestContext.Current.CancellationToken);
        _order.Add(name);
        turns.End(Name(name), isAvailable: true);
    }
}
