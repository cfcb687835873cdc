using CsCheck;
using Slipway.Core.Planning;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Planning;

public sealed class BuildEstimatorTests
{
    private static readonly BuildPlan Diamond = new TestTree()
        .Image("base").Image("left", ["base"]).Image("right", ["base"]).Image("top", ["left", "right"])
        .Plan();

    private static readonly Dictionary<ImageName, TimeSpan> Durations = Seconds(
        ("base", 10), ("left", 5), ("right", 20), ("top", 1));

    [Fact]
    public void One_slot_takes_the_sum() => Assert.Equal(36, Estimate(Diamond, Durations, 1).Total.TotalSeconds);

    [Fact]
    public void Slots_run_side_by_side() => Assert.Equal(31, Estimate(Diamond, Durations, 2).Total.TotalSeconds);

    [Fact]
    public void The_critical_path_is_the_chain_that_takes_longest()
    {
        var estimate = Estimate(Diamond, Durations, 2);

        Assert.Equal(["base", "right", "top"], estimate.CriticalPath.Select(name => name.Value));
        Assert.Equal(31, estimate.CriticalTime.TotalSeconds);
    }

    [Fact]
    public void A_chain_ends_with_the_last_that_waits_for_the_image()
    {
        var chains = new BuildEstimator(Diamond, Durations).Chains();
        var unknown = new BuildEstimator(Diamond, Seconds()).Chains();
        var usual = new BuildEstimator(Diamond, Seconds(("base", 10), ("left", 2), ("right", 4))).Chains();

        Assert.Equal((31, 6, 21, 1), Of(chains));
        Assert.Equal((180, 120, 120, 60), Of(unknown));
        Assert.Equal((18, 6, 8, 4), Of(usual));

        static (double, double, double, double) Of(IReadOnlyDictionary<ImageName, TimeSpan> chains) => (
            chains[TestTree.Name("base")].TotalSeconds,
            chains[TestTree.Name("left")].TotalSeconds,
            chains[TestTree.Name("right")].TotalSeconds,
            chains[TestTree.Name("top")].TotalSeconds);
    }

    [Fact]
    public void The_longest_chain_begins_first_whatever_it_is_called()
    {
        var plan = new TestTree().Image("a").Image("b").Image("y").Image("z", ["y"]).Plan();

        // One after the other from the front would be a and b, then y, then z alone: 5 and 5, 20.
        Assert.Equal(20, Estimate(plan, Seconds(("a", 5), ("b", 5), ("y", 10), ("z", 10)), 2).Total.TotalSeconds);
    }

    [Fact]
    public void Images_without_a_past_build_are_named_and_count_as_no_time()
    {
        var estimate = Estimate(Diamond, Seconds(("base", 10), ("left", 5)), 2);

        Assert.Equal((15, "right top"), (estimate.Total.TotalSeconds, string.Join(' ', estimate.Unknown)));
        Assert.Equal("base left", string.Join(' ', estimate.Known));
    }

    [Fact]
    public void Images_that_are_reused_take_no_time()
    {
        var plan = new TestTree().Image("base").Image("app", ["base"]).Built("base", 1).Plan();

        var estimate = Estimate(plan, Seconds(("base", 100), ("app", 3)), 4);

        Assert.Equal((3, 3), (estimate.Total.TotalSeconds, estimate.Work.TotalSeconds));
    }

    [Fact]
    public void Images_of_one_digest_are_built_once()
    {
        var plan = new TestTree().Image("one", content: "same").Image("two", content: "same").Plan();

        Assert.Equal(7, Estimate(plan, Seconds(("one", 7), ("two", 7)), 1).Total.TotalSeconds);
    }

    [Fact]
    public void Nothing_to_build_takes_no_time() =>
        Assert.Equal(
            (TimeSpan.Zero, 0),
            (Estimate(new TestTree().Image("base").Built("base", 1).Plan(), Durations, 1).Total,
                Estimate(new TestTree().Image("base").Built("base", 1).Plan(), Durations, 1).CriticalPath.Length));

    [Fact]
    public void A_schedule_is_never_shorter_than_its_bounds_nor_longer_than_one_slot() =>
        Check.Sample(
            from count in Gen.Int[1, 12]
            from seconds in Gen.Int[0, 50].Array[count]
            from links in Gen.Bool.Array[count * count]
            from slots in Gen.Int[1, 5]
            select (count, seconds, links, slots),
            sample =>
            {
                var (count, seconds, links, slots) = sample;
                var tree = new TestTree();
                for (int i = 0; i < count; i++)
                {
                    tree.Image(
                        $"i{i:00}",
                        [.. Enumerable.Range(0, i).Where(j => links[(i * count) + j]).Select(j => $"i{j:00}")]);
                }

                var estimate = Estimate(tree.Plan(), Seconds([.. seconds.Select((s, i) => ($"i{i:00}", s))]), slots);
                return estimate.Total >= estimate.CriticalTime
                    && estimate.Total * slots >= estimate.Work
                    && estimate.Total <= estimate.Work
                    // Graham's bound for list schedules.
                    && estimate.Total <= (estimate.Work / slots) + estimate.CriticalTime;
            });

    private static BuildEstimate Estimate(BuildPlan plan, Dictionary<ImageName, TimeSpan> durations, int slots) =>
        new BuildEstimator(plan, durations).Estimate(slots);

    private static Dictionary<ImageName, TimeSpan> Seconds(params (string Name, int Seconds)[] durations) =>
        durations.ToDictionary(pair => TestTree.Name(pair.Name), pair => TimeSpan.FromSeconds(pair.Seconds));
}
