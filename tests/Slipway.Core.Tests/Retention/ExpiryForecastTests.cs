using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using static Slipway.Core.Tests.Retention.RetentionCase;

namespace Slipway.Core.Tests.Retention;

public sealed class ExpiryForecastTests
{
    [Fact]
    public void What_expires_in_time_is_told_the_earliest_first() =>
        Assert.Equal(
            ["b 2 nobody", "a 5 nobody", "c 30 nobody"],
            Forecast([Entry("a", 5), Entry("b", 2), Entry("c", 30), Entry("d", 30.1)]));

    [Fact]
    public void What_has_expired_is_told_only_when_somebody_needs_it() =>
        Assert.Equal(
            ["a -1 main"], Forecast([Entry("a", -1), Entry("b", -1)], Need("main", 1, "a")));

    [Fact]
    public void A_branch_needs_what_its_own_and_higher_levels_have()
    {
        IndexedDigest[] entries = [Entry("a", 5, "level-1"), Entry("a", 3, "level-3"), Entry("a", 9, "pr")];

        Assert.Equal(
            ["a 3 release", "a 5 topic", "a 9 nobody"],
            Forecast(entries, Need("release", 3, "a"), Need("topic", 1, "a")));
    }

    [Fact]
    public void While_another_entry_of_the_digest_stands_nobody_misses_one() =>
        Assert.Equal(
            ["a 3 nobody"], Forecast([Entry("a", 3), Entry("a", 90, "level-3")], Need("topic", 1, "a")));

    [Fact]
    public void Of_two_that_end_together_the_more_trusted_one_is_missed_and_only_once() =>
        Assert.Equal(
            ["a 3 nobody", "a 3 main topic"],
            Forecast(
                [Entry("a", 3), Entry("a", 3, "level-3")],
                Need("topic", 1, "a"),
                Need("topic", 1, "a"),
                Need("main", 1, "a")));

    [Fact]
    public void What_nobody_has_built_cannot_expire() => Assert.Empty(Forecast([], Need("main", 1, "a")));

    [Fact]
    public void Building_again_takes_what_it_took()
    {
        var expiries = ExpiryForecast.Of(
            [Entry("a", 3), Entry("b", 4)],
            [],
            new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["a"] = TimeSpan.FromMinutes(2) },
            Now,
            Now.AddDays(30));

        Assert.Equal([TimeSpan.FromMinutes(2), null], expiries.Select(expiry => expiry.Rebuild));
    }

    private static IEnumerable<string> Forecast(IndexedDigest[] entries, params ImageNeed[] needs) =>
        ExpiryForecast
            .Of(entries, needs, new Dictionary<string, TimeSpan>(StringComparer.Ordinal), Now, Now.AddDays(30))
            .Select(expiry =>
                $"{expiry.Entry.Name} {(expiry.Entry.Expires - Now).TotalDays} "
                + (expiry.Users.IsEmpty ? "nobody" : string.Join(' ', expiry.Users)));

    private static IndexedDigest Entry(string name, double days, string scope = "level-1") =>
        new(name, IndexScope.Parse(scope), Digest(name), BuildId.New(), Now.AddDays(days));

    private static ImageNeed Need(string user, int level, string name) =>
        new(user, Level.From(level), Digest(name));
}
