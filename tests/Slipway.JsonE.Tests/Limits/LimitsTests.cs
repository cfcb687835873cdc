using System.Text.Json.Nodes;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Limits;

public sealed class LimitsTests
{
    [Fact]
    public void A_smaller_limit_changes_nothing_but_whether_a_template_is_refused()
    {
        int refused = 0;
        int size = Campaign.Size(usual: 2_000, @long: 100_000);
        for (int seed = 0; seed < size; seed++)
        {
            var random = new Random(seed);
            var maker = new TemplateMaker(random);
            var template = maker.Template(3);
            var context = maker.Context();
            var limits = new JsonELimits(random.Next(1, 30), random.Next(1, 600), random.Next(1, 8_000));

            var bounded = Outcome.Of(template, context, limits: limits);
            refused += bounded.Error?.Kind == JsonEErrorKind.LimitExceeded ? 1 : 0;
            if (bounded.Error?.Kind != JsonEErrorKind.LimitExceeded)
            {
                Assert.Equal(Outcome.Of(template, context).ToString(), bounded.ToString());
            }
        }

        Campaign.Report("JSON-e with small limits", $"{refused} of {size} refused, the others as without");
        Assert.InRange(refused, size / 10, size * 9 / 10);
    }

    [Theory]
    [InlineData(1, 10, 1000)]
    [InlineData(10, 1, 1000)]
    [InlineData(10, 1000, 1)]
    public void Each_of_the_three_is_a_limit(int depth, long steps, long size)
    {
        var error = Outcome.Of(JsonNode.Parse("[[1, 2]]"), limits: new JsonELimits(depth, steps, size)).Error;

        Assert.Equal(JsonEErrorKind.LimitExceeded, error?.Kind);
        Assert.StartsWith("LimitExceeded", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_caller_allows_is_bounded_by_the_stack_all_the_same()
    {
        JsonNode deep = "x";
        for (int i = 0; i < 1_000_000; i++)
        {
            deep = new JsonArray(deep);
        }

        Assert.Equal(
            JsonEErrorKind.LimitExceeded,
            Outcome.Of(deep, limits: JsonELimits.Default with { Depth = int.MaxValue }).Error?.Kind);
    }

    [Fact]
    public void The_default_depth_is_there_on_a_stack_that_is_small()
    {
        // That of other threads than the first where the C library is musl is 128 KiB and .NET asks for more; half a
        // megabyte is less than any has.
        JsonEErrorKind? kind = null;
        var template = new JsonObject { ["$eval"] = $"{new string('(', 190)}1{new string(')', 190)}" };
        var thread = new Thread(() => kind = Outcome.Of(template).Error?.Kind, 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Null(kind);
    }

    [Fact]
    public void Rendering_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var endless = new JsonELimits(Depth: 100, Steps: long.MaxValue, Size: long.MaxValue);
        source.CancelAfter(TimeSpan.FromMilliseconds(100));

        Assert.ThrowsAny<OperationCanceledException>(() => JsonETemplate.Render(
            Bombs.All["lists of lists that are thrown away"].Make(9), [], endless, source.Token));
    }
}
