using System.Text.Json.Nodes;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Rendering;

public sealed class PlanRendererTests
{
    private static readonly BuildPlan Mixed = Sample.Plan(
        Sample.Planned(
            "base",
            '1',
            PlanAction.Reuse,
            new PlanReason.Found(IndexScope.Of(Level.Highest)),
            Sample.Found("base", '1', Level.Highest)),
        Sample.Planned("app", '2', PlanAction.Build, new PlanReason.InputsChanged(Sample.Digest('3')), null, "base"),
        Sample.Planned("top", '4', PlanAction.Build, new PlanReason.ParentsChanged([Sample.Name("app")]), null, "app"),
        Sample.Planned(
            "old",
            '5',
            PlanAction.Expired,
            new PlanReason.TooOld(Sample.Moment, Sample.Moment.AddDays(7)),
            Sample.Found("old", '5', Level.Lowest)));

    [Fact]
    public void A_plan_is_a_table_and_a_sum() =>
        Assert.Equal(
            """
            ACTION   IMAGE  DIGEST        WHY
            reuse    base   111111111111  found at level-3
            build    app    222222222222  inputs changed, last built as 333333333333
            build    top    444444444444  parent changed: app
            expired  old    555555555555  built 2026-11-06 21:20:00Z, older than max-age since 2026-11-13 21:20:00Z

            2 images to build, 1 expired, 1 to reuse from level-3, at level 1.

            """,
            Sample.Print(console => PlanRenderer.Write(Mixed, null, console)));

    [Fact]
    public void A_plan_with_nothing_to_do_says_so() =>
        Assert.EndsWith(
            "\nNothing to build at level 1: 1 image found at level-3.\n",
            Sample.Print(console => PlanRenderer.Write(Sample.Plan(Mixed.Images[0]), null, console)),
            StringComparison.Ordinal);

    [Fact]
    public void Images_that_were_found_in_several_places_are_counted_by_place()
    {
        var own = Sample.Planned(
            "own",
            '6',
            PlanAction.Reuse,
            new PlanReason.Found(IndexScope.Of(Level.Lowest)),
            Sample.Found("own", '6', Level.Lowest));

        Assert.Equal(
            ["Nothing to build at level 1: 2 images found (1 at level-3, 1 at level-1)."],
            PlanSums.Of(Sample.Plan(Mixed.Images[0], own), null));
    }

    [Fact]
    public void An_estimate_names_the_longest_chain_and_what_is_not_known()
    {
        var known = new BuildEstimator(Mixed, Seconds(("app", 30), ("top", 90), ("old", 5))).Estimate(2);
        var part = new BuildEstimator(Mixed, Seconds(("app", 30))).Estimate(2);
        var nothing = new BuildEstimator(Mixed, Seconds()).Estimate(2);

        Assert.Equal(
            [
                "About 2 min 00 s with -j 2, by past builds. The longest chain takes 2 min 00 s: app → top.",
                "About 30.0 s with -j 2, by past builds, without top, old, never built with this store.",
                "How long that takes is not known: none of them was ever built with this store.",
            ],
            new[] { known, part, nothing }.Select(estimate => PlanSums.Of(Mixed, estimate).Last()));
    }

    [Fact]
    public void A_plan_as_json_has_totals_and_an_estimate()
    {
        var estimate = new BuildEstimator(Mixed, Seconds(("app", 30), ("top", 90))).Estimate(2);
        var document = PlanRenderer.ToDocument(Mixed, estimate, []);

        Assert.Equal((2, 1, 1), (document.Totals.Build, document.Totals.Expired, document.Totals.Reuse));
        Assert.Equal(1, document.Totals.ReusedFrom["level-3"]);
        Assert.Equal(
            (2, 120, 120, 120),
            (
                document.Estimate!.Jobs,
                document.Estimate.Seconds,
                document.Estimate.WorkSeconds,
                document.Estimate.CriticalSeconds));
        Assert.Equal(["old"], document.Estimate.Unknown);
    }

    private static Dictionary<ImageName, TimeSpan> Seconds(params (string Name, int Seconds)[] durations) =>
        durations.ToDictionary(pair => Sample.Name(pair.Name), pair => TimeSpan.FromSeconds(pair.Seconds));

    [Fact]
    public void A_plan_as_json_has_images_images_and_waves()
    {
        var output = new StringWriter();

        JsonOutput.Write(output, PlanRenderer.ToDocument(Mixed, null, []));

        var document = JsonNode.Parse(output.ToString())!;
        Assert.Equal(
            ["level", "project", "pushDate", "images", "waves", "totals"],
            document.AsObject().Select(pair => pair.Key));
        Assert.Equal("""[["app","old"],["top"]]""", document["waves"]!.ToJsonString());
        Assert.Equal(
            """{"name":"app","digest":"2222222222222222222222222222222222222222222222222222222222222222","action":"build","cause":"inputs changed, last built as 333333333333","causeKind":"inputs-changed","parents":["base"]}""",
            document["images"]![1]!.ToJsonString());
        Assert.Equal("3", (string)document["images"]![0]!["level"]!);
        Assert.Equal(Sample.Moment.AddDays(7), (DateTimeOffset)document["images"]![3]!["staleSince"]!);
    }
}
