using System.Diagnostics;
using System.Globalization;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Limits;

/// <summary>Templates that ask for too much are refused, soon and before they have got much of it.</summary>
public sealed class BombCampaign
{
    // A machine that does other things as well; by itself each is over in less than two.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // The limit of size, what is around the values that it counts, and the templates themselves.
    private const long MostBytes = 6 * 64L * 1024 * 1024;

    public static TheoryData<string> Names => [.. Bombs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_template_that_asks_for_too_much_is_refused_soon(string name)
    {
        var (make, tooMuch) = Bombs.All[name];
        var slowest = TimeSpan.Zero;
        long largest = 0;
        int tries = Campaign.Size(usual: 2, @long: 20);
        for (int i = 0; i < tries; i++)
        {
            var template = make(tooMuch * (1 + i));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            var outcome = Outcome.Of(template);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            largest = long.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(JsonEErrorKind.LimitExceeded, outcome.Error?.Kind);
        }

        Campaign.Report(
            $"JSON-e asked for {name}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"refused {tries} times, in {slowest.TotalSeconds:0.00} s and with {largest / 1e6:0} MB at most"));
        Assert.InRange(slowest, TimeSpan.Zero, Longest);
        Assert.InRange(largest, 0, MostBytes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_template_that_asks_for_little_is_rendered(string name)
    {
        // These are wrong in other ways.
        string[] never = ["a range without end", "a list that doubles, called", "accesses within accesses"];
        var outcome = Outcome.Of(Bombs.All[name].Make(1));

        Assert.Equal(never.Contains(name), outcome.Error is not null);
        Assert.Equal(name == "a range without end", outcome.Error?.Kind == JsonEErrorKind.LimitExceeded);
    }
}
