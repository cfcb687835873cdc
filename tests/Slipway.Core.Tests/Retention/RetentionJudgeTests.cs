using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using static Slipway.Core.Tests.Retention.RetentionCase;

namespace Slipway.Core.Tests.Retention;

public sealed class RetentionJudgeTests
{
    [Fact]
    public void Without_rules_only_expiry_counts() =>
        Assert.Equal(
            ["0 NotExpired"], Kept(Policy(), null, Build("a", 400), Build("a", 2, expiresIn: -1)));

    [Fact]
    public void A_build_expires_at_the_moment_that_its_entry_says() =>
        Assert.Empty(Kept(Policy(), null, Build("a", 2, expiresIn: 0)));

    [Fact]
    public void The_newest_pushes_of_each_image_in_each_scope_stay() =>
        Assert.Equal(
            ["1 Newest", "2 Newest", "4 Newest", "5 Newest"],
            Kept(
                Policy(Keep(2)),
                null,
                Build("a", 9),
                Build("a", 3),
                Build("a", 5),
                Build("b", 9),
                Build("b", 3),
                Build("b", 5),
                Build("b", 7)));

    [Fact]
    public void Each_level_and_each_pull_request_is_counted_by_itself() =>
        Assert.Equal(
            ["0 Newest", "1 Newest", "2 Newest"],
            Kept(
                Policy(Keep(1)),
                null,
                Build("a", 9, "level-3"),
                Build("a", 3, "pr.1"),
                Build("a", 5, "pr.2"),
                Build("a", 8, "pr.2")));

    [Fact]
    public void Of_two_builds_of_one_push_the_later_is_the_newer_one()
    {
        var first = Build("a", 9);
        var second = first with { Id = BuildId.New(), Built = first.Built.AddHours(1) };

        Assert.Equal(["1 Newest"], Kept(Policy(Keep(1)), null, first, second));
    }

    [Fact]
    public void What_is_young_stays_by_when_it_was_built_and_not_by_when_it_was_pushed()
    {
        var rule = new RetentionRule(1) { YoungerThan = TimeSpan.FromDays(10) };
        var rebuilt = Build("a", 300) with { Built = Now.AddDays(-9) };

        Assert.Equal(["1 Young", "2 Young"], Kept(Policy(rule), null, Build("a", 10), Build("a", 9.99), rebuilt));
    }

    [Fact]
    public void A_rule_keeps_what_has_expired_too_and_lets_go_what_has_not() =>
        Assert.Equal(
            ["0 Newest"], Kept(Policy(Keep(1)), null, Build("a", 2, expiresIn: -1), Build("a", 3, expiresIn: 500)));

    [Fact]
    public void What_somebody_uses_stays_in_every_level_and_of_one_place_the_newest()
    {
        var used = new UsedImages();
        used.Add(Digest("d").Sha256, "branch main");

        Assert.Equal(
            ["0 Used", "2 Used", "3 Used"],
            Kept(
                Policy(Keep(0)),
                used,
                Build("a", 2, digest: "d"),
                Build("a", 3, digest: "d"),
                Build("a", 4, "level-3", digest: "d"),
                Build("b", 4, digest: "d"),
                Build("a", 1, "pr.1", digest: "d")));
    }

    [Fact]
    public void What_only_a_pull_request_built_and_somebody_uses_stays()
    {
        var used = new UsedImages();
        used.Add(Digest("d").Sha256, "branch topic");

        Assert.Equal(["0 Used"], Kept(Policy(Keep(0)), used, Build("a", 2, "pr.1", digest: "d")));
    }

    [Fact]
    public void A_list_names_digests_their_first_digits_images_manifests_and_builds()
    {
        var builds = Enumerable.Range(1, 6).Select(day => Build("a", day)).ToArray();
        var used = new UsedImages();
        used.Add(builds[0].Digest.Sha256, "list");
        used.AddReference("z", builds[1].Digest.ToString()[..12], "list");
        used.Add(builds[2].ImageHash.Sha256, "list");
        used.Add(builds[3].Manifest, "list");
        used.Add(builds[4].Id, "list");

        Assert.Equal(
            ["0 Used", "1 Used", "2 Used", "3 Used", "4 Used"], Kept(Policy(Keep(0)), used, builds));
    }

    [Fact]
    public void An_image_of_which_nobody_knows_which_build_is_used_stays_whole()
    {
        var used = new UsedImages();
        used.AddName("a", "in-use.txt:3");

        Assert.Equal(
            ["0 Used", "1 Used"], Kept(Policy(Keep(0)), used, Build("a", 2), Build("a", 3), Build("ab", 3)));
    }

    [Fact]
    public void Digits_that_are_those_of_no_build_may_be_a_version_so_the_image_stays_whole()
    {
        var used = new UsedImages();
        used.AddReference("a", "0123456789ab", "in-use.txt:3");

        Assert.Equal(["0 Used", "1 Used"], Kept(Policy(Keep(0)), used, Build("a", 2), Build("a", 3), Build("b", 3)));
    }

    [Fact]
    public void What_kept_images_are_built_on_stays_and_so_on_down()
    {
        Assert.Equal(
            ["0 Newest", "1 BuiltOn", "2 BuiltOn"],
            Kept(
                Policy(new RetentionRule(1) { Images = new NamePatterns(["top"]), Keep = 1 }, Keep(0)),
                null,
                Build("top", 2, parents: ["middle"]),
                Build("middle", 300, digest: "middle", parents: ["base"], expiresIn: -100),
                Build("base", 400, "level-3", digest: "base"),
                Build("base", 2, digest: "other"),
                Build("top", 4, parents: ["gone"]),
                Build("gone", 4, digest: "gone")));
    }

    [Fact]
    public void A_parent_stays_only_where_the_child_could_have_found_it() =>
        Assert.Equal(
            ["0 Newest", "3 BuiltOn"],
            Kept(
                Policy(new RetentionRule(1) { Images = new NamePatterns(["top"]), Keep = 1 }, Keep(0)),
                null,
                Build("top", 2, "level-2", parents: ["base"]),
                Build("base", 3, "level-1", digest: "base"),
                Build("base", 3, "pr.1", digest: "base"),
                Build("base", 3, "level-3", digest: "base")));

    [Fact]
    public void Images_that_are_built_on_each_other_by_mistake_do_not_end_in_a_circle() =>
        Assert.Equal(
            ["0 Newest+BuiltOn", "1 BuiltOn"],
            Kept(
                Policy(new RetentionRule(1) { Images = new NamePatterns(["a"]), Keep = 1 }, Keep(0)),
                null,
                Build("a", 2, digest: "a", parents: ["b"]),
                Build("b", 2, digest: "b", parents: ["a"])));

    [Fact]
    public void What_was_just_written_or_is_named_elsewhere_stays() =>
        Assert.Equal(
            ["0 JustWritten", "2 NamedElsewhere"],
            Kept(
                Policy(Keep(0)),
                null,
                Build("a", 300) with { Written = Now.AddHours(-23) },
                Build("a", 300) with { Written = Now.AddHours(-24) },
                Build("a", 300) with { NamedElsewhere = "my.own" }));

    [Fact]
    public void A_build_with_two_names_stays_while_one_of_them_keeps_it()
    {
        var build = Build("a", 5);
        build = build with
        {
            Places = [.. build.Places, build.Places[0] with { Name = "b", Pushed = Now.AddDays(-1) }],
        };

        Assert.Equal(["0 Newest", "1 Newest"], Kept(Policy(Keep(1)), null, build, Build("a", 2), Build("b", 3)));
    }

    [Fact]
    public void A_verdict_says_where_a_build_stands_and_by_which_rule()
    {
        var verdict = RetentionJudge.Judge(
            Policy(Keep(1)), [Build("a", 2), Build("a", 3)], new UsedImages(), Now)[1];

        Assert.False(verdict.IsKept);
        Assert.Equal((2, 1), (verdict.Standings[0].Rank, verdict.Standings[0].Rule!.Number));
        Assert.Equal(IndexScope.Of(Level.Lowest), verdict.Standings[0].Place.Scope);
    }
}
