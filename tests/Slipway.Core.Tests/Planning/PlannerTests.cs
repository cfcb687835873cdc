using CsCheck;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Planning;

public class PlannerTests
{
    [Fact]
    public void What_was_never_built_is_built()
    {
        var planned = new TestTree().Image("base").PlanOne("base");

        Assert.Equal(PlanAction.Build, planned.Action);
        Assert.IsType<PlanReason.NotIndexed>(planned.Reason);
    }

    [Fact]
    public void What_was_built_at_the_same_level_is_reused()
    {
        var planned = new TestTree().Image("base").Built("base", 1).PlanOne("base", level: 1);

        Assert.Equal(PlanAction.Reuse, planned.Action);
        Assert.Equal(new PlanReason.Found(IndexScope.Of(Level.From(1))), planned.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_level_reuses_what_the_highest_built(int level) =>
        Assert.Equal(
            Level.Highest,
            new TestTree().Image("base").Built("base", 1).Built("base", 3).PlanOne("base", level).Found!.Scope.Level);

    [Fact]
    public void A_higher_level_never_uses_what_a_lower_one_built() =>
        Check.Sample(
            Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3]),
            levels =>
            {
                var (builtAt, pushedAt) = levels;
                var planned = new TestTree().Image("base").Built("base", builtAt).PlanOne("base", pushedAt);
                return (planned.Action == PlanAction.Reuse) == (builtAt >= pushedAt);
            });

    [Fact]
    public void A_pull_request_reuses_its_own_images_and_trusted_ones()
    {
        var tree = new TestTree().Image("base").Built("base", 1, pullRequest: "7");

        Assert.Equal(PlanAction.Reuse, tree.PlanOne("base", 1, "7").Action);
        Assert.Equal(PlanAction.Build, tree.PlanOne("base", 1, "8").Action);
        Assert.Equal(PlanAction.Build, tree.PlanOne("base", 1).Action);
    }

    [Fact]
    public void What_is_not_cached_is_built_by_every_push_and_not_asked_for()
    {
        var tree = new TestTree().Image("base", isCached: false).Built("base", 3);

        var planned = tree.PlanOne("base");

        Assert.Equal(PlanAction.Build, planned.Action);
        Assert.Equal(new PlanReason.Uncached(), planned.Reason);
        Assert.Empty(planned.Candidates);
        Assert.Empty(planned.Inserts);
        Assert.Empty(tree.PlannerOf().Questions());
    }

    [Fact]
    public void What_is_not_cached_is_built_on_a_parent_that_is_found()
    {
        var plan = new TestTree().Image("base").Image("nightly", ["base"], isCached: false).Built("base", 3).Plan();

        Assert.Equal([PlanAction.Reuse, PlanAction.Build], plan.Images.Select(image => image.Action));
    }

    [Fact]
    public void A_pull_request_inserts_into_its_own_scope_only()
    {
        var planned = new TestTree().Image("base").PlanOne("base", 1, "7");

        string inserted = Assert.Single(planned.Inserts).Value;
        Assert.StartsWith("gecko.cache.pr.7.docker.v2.base.hash.", inserted, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_inputs_name_the_digest_that_was_built_last()
    {
        var planned = new TestTree().Image("base").Built("base", 1, content: "old").PlanOne("base");

        Assert.Equal(new PlanReason.InputsChanged(TestTree.DigestOf("old")), planned.Reason);
    }

    [Fact]
    public void A_child_of_a_changed_parent_says_so()
    {
        var plan = new TestTree()
            .Image("base").Image("app", ["base"])
            .Built("base", 1, content: "old base").Built("app", 1, content: "old app")
            .Plan();

        var cause = Assert.IsType<PlanReason.ParentsChanged>(plan.Images.Single(i => i.Name.Value == "app").Reason);
        Assert.Equal([TestTree.Name("base")], cause.Parents);
    }

    [Fact]
    public void An_image_older_than_its_max_age_is_expired_with_both_dates()
    {
        var planned = new TestTree()
            .Image("base", maxAge: TimeSpan.FromDays(30))
            .Built("base", 3, ago: TimeSpan.FromDays(40))
            .PlanOne("base");

        Assert.Equal(PlanAction.Expired, planned.Action);
        Assert.Equal(
            new PlanReason.TooOld(TestTree.Now.AddDays(-40), TestTree.Now.AddDays(-10)),
            planned.Reason);
    }

    [Fact]
    public void An_image_younger_than_its_max_age_is_reused() =>
        Assert.Equal(
            PlanAction.Reuse,
            new TestTree()
                .Image("base", maxAge: TimeSpan.FromDays(30))
                .Built("base", 3, ago: TimeSpan.FromDays(29))
                .PlanOne("base").Action);

    [Fact]
    public void Children_of_a_stale_parent_are_stale_at_every_depth()
    {
        var plan = new TestTree()
            .Image("base", maxAge: TimeSpan.FromDays(30)).Image("app", ["base"]).Image("test", ["app"]).Image("other")
            .Built("base", 1, ago: TimeSpan.FromDays(40))
            .Built("app", 1, ago: TimeSpan.FromDays(1))
            .Built("test", 1, ago: TimeSpan.FromDays(1))
            .Built("other", 1, ago: TimeSpan.FromDays(100))
            .Plan();

        Assert.Equal(
            ["base Expired", "app Expired", "test Expired", "other Reuse"],
            plan.Images.Select(image => $"{image.Name} {image.Action}"));
    }

    [Fact]
    public void A_child_that_missed_the_rebuild_of_its_ageing_parent_is_stale()
    {
        var tree = new TestTree()
            .Image("base", maxAge: TimeSpan.FromDays(30)).Image("app", ["base"])
            .Built("base", 1, ago: TimeSpan.FromDays(1))
            .Built("app", 1, ago: TimeSpan.FromDays(2));

        var planned = tree.PlanOne("app");

        Assert.Equal(PlanAction.Expired, planned.Action);
        Assert.IsType<PlanReason.ParentTooOld>(planned.Reason);
        Assert.Equal(PlanAction.Reuse, tree.Built("app", 1, ago: TimeSpan.Zero).PlanOne("app").Action);
    }

    [Fact]
    public void Only_the_parents_of_what_is_built_are_in_the_plan()
    {
        var tree = new TestTree().Image("base").Image("app", ["base"]).Image("test", ["app"]);

        Assert.Equal(["base", "app", "test"], Names(tree.Plan(1, null, false, "test")));
        Assert.Equal(["app", "test"], Names(tree.Built("app", 1).Plan(1, null, false, "test")));
        Assert.Equal(["test"], Names(tree.Built("test", 1).Plan(1, null, false, "test")));
    }

    [Fact]
    public void Force_builds_the_wanted_images_and_nothing_else()
    {
        var plan = new TestTree()
            .Image("base").Image("app", ["base"]).Built("base", 1).Built("app", 1)
            .Plan(1, null, true, "app");

        Assert.Equal(["base Reuse", "app Build"], plan.Images.Select(image => $"{image.Name} {image.Action}"));
        Assert.IsType<PlanReason.Forced>(plan.Images[1].Reason);
    }

    [Fact]
    public void An_image_with_the_same_digest_under_another_name_is_reused()
    {
        var planned = new TestTree()
            .Image("one", content: "same").Image("two", content: "same").Built("one", 1)
            .Plan().Images.Single(image => image.Name.Value == "two");

        Assert.Equal(PlanAction.Reuse, planned.Action);
    }

    [Fact]
    public void Waves_hold_what_can_be_built_at_once()
    {
        var plan = new TestTree()
            .Image("base").Image("left", ["base"]).Image("right", ["base"]).Image("top", ["left", "right"])
            .Plan();

        Assert.Equal(
            ["base", "left,right", "top"],
            plan.Waves().Select(wave => string.Join(',', wave)));
    }

    [Fact]
    public void Every_parent_of_an_image_to_build_is_in_the_plan_before_it() =>
        Check.Sample(
            Gen.Int[0, 3]
                .Array[1, 12]
                .SelectMany(kinds => Gen.Select(Gen.Const(kinds), Gen.Int[0, 2].Array[kinds.Length])),
            pair =>
            {
                var (fanIn, built) = pair;
                var tree = new TestTree();
                for (int i = 0; i < fanIn.Length; i++)
                {
                    string[] parents =
                    [
                        .. Enumerable
                            .Range(1, fanIn[i])
                            .Select(back => i - back)
                            .Where(p => p >= 0)
                            .Select(p => $"i{p}"),
                    ];
                    tree.Image($"i{i}", parents);
                    if (built[i] > 0)
                    {
                        tree.Built($"i{i}", built[i]);
                    }
                }

                var plan = tree.Plan(1, null, false, $"i{fanIn.Length - 1}");
                var seen = new HashSet<ImageName>();
                foreach (var image in plan.Images)
                {
                    Assert.True(!image.MustBuild || image.Parents.All(seen.Contains));
                    seen.Add(image.Name);
                }
            });

    private static IEnumerable<string> Names(BuildPlan plan) => plan.Images.Select(image => image.Name.Value);
}
