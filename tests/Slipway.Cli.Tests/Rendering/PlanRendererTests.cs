using System.Text.Json.Nodes;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Indexing;
using Slipway.Core.Planning;
using Slipway.Core.Values;

namespace Slipway.Cli.Tests.Rendering;

public sealed class PlanRendererTests
{
    private static readonly BuildPlan Mixed = Sample.Plan(
        Sample.Planned("base", '1', PlanAction.Reuse, new PlanCause.Found(IndexScope.Of(Level.Highest)), Sample.Found("base", '1', Level.Highest)),
        Sample.Planned("app", '2', PlanAction.Build, new PlanCause.InputsChanged(Sample.Digest('3')), null, "base"),
        Sample.Planned("top", '4', PlanAction.Build, new PlanCause.ParentsChanged([Sample.Name("app")]), null, "app"),
        Sample.Planned(
            "old", '5', PlanAction.Expired, new PlanCause.TooOld(Sample.Moment, Sample.Moment.AddDays(7)), Sample.Found("old", '5', Level.Lowest)));

    [Fact]
    public void A_plan_is_a_table_and_a_sum() =>
        Assert.Equal(
            """
            ACTION   IMAGE  DIGEST        WHY
            reuse    base   111111111111  found at level-3
            build    app    222222222222  inputs changed, last built as 333333333333
            build    top    444444444444  parent changed: app
            expired  old    555555555555  built 2026-11-06 21:20:00Z, older than max-age since 2026-11-13 21:20:00Z

            2 images to build, 1 expired, 1 to reuse, at level 1.

            """,
            Sample.Print(console => PlanRenderer.Write(Mixed, console)));

    [Fact]
    public void A_plan_with_nothing_to_do_says_so() =>
        Assert.EndsWith(
            "\nNothing to build at level 1: 1 image found.\n",
            Sample.Print(console => PlanRenderer.Write(Sample.Plan(Mixed.Images[0]), console)),
            StringComparison.Ordinal);

    [Fact]
    public void A_plan_as_json_has_images_and_waves()
    {
        var output = new StringWriter();

        JsonOutput.Write(output, PlanRenderer.ToDocument(Mixed));

        var document = JsonNode.Parse(output.ToString())!;
        Assert.Equal(["level", "project", "pushDate", "images", "waves"], document.AsObject().Select(pair => pair.Key));
        Assert.Equal("""[["app","old"],["top"]]""", document["waves"]!.ToJsonString());
        Assert.Equal(
            """{"name":"app","digest":"2222222222222222222222222222222222222222222222222222222222222222","action":"build","cause":"inputs changed, last built as 333333333333","causeKind":"inputs-changed","parents":["base"]}""",
            document["images"]![1]!.ToJsonString());
        Assert.Equal("3", (string)document["images"]![0]!["level"]!);
        Assert.Equal(Sample.Moment.AddDays(7), (DateTimeOffset)document["images"]![3]!["staleSince"]!);
    }
}
