using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Application.Builds;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Cli.Tests.Rendering;

public sealed class OutcomeRendererTests
{
    private static readonly ImmutableArray<ImageOutcome> Mixed =
    [
        new()
        {
            Planned = Sample.Planned(
                "base",
                '1',
                PlanAction.Reuse,
                new PlanReason.Found(IndexScope.Of(Level.Highest)),
                Sample.Found("base", '1', Level.Highest)),
            Kind = OutcomeKind.Reused,
        },
        new()
        {
            Planned = Missing("app", '2'),
            Kind = OutcomeKind.Built,
            Duration = TimeSpan.FromSeconds(75),
            Size = 12_345_678,
        },
        new()
        {
            Planned = Missing("bad", '3'),
            Kind = OutcomeKind.Failed,
            Build = BuildId.Parse("AAAAAAAAAAAAAAAAAAAAAA"),
            Duration = TimeSpan.FromSeconds(0.5),
            Diagnostics =
            [
                new Diagnostic(new DiagnosticCode(1999, "A test", ExitCode.Failed), "It failed", "Mend it."),
            ],
        },
        new()
        {
            Planned = Missing("top", '4'),
            Kind = OutcomeKind.Skipped,
            SkippedFor = Sample.Name("bad"),
        },
    ];

    [Fact]
    public void Outcomes_are_a_table_and_a_sum() =>
        Assert.Equal(
            """
            RESULT   IMAGE  DIGEST        TIME        SIZE     NOTE
            reused   base   111111111111  -           -        found at level-3
            built    app    222222222222  1 min 15 s  12.3 MB
            failed   bad    333333333333  0.5 s       -        slipway log bad
            skipped  top    444444444444  -           -        bad failed

            1 reused, 1 built, 1 failed, 1 skipped in 1 min 20 s.

            """,
            Sample.Print(console => OutcomeRenderer.Write(Mixed, TimeSpan.FromSeconds(80), console)));

    [Fact]
    public void Outcomes_as_json_carry_their_diagnostics()
    {
        var output = new StringWriter();

        JsonOutput.Write(output, OutcomeRenderer.ToDocument(Mixed, TimeSpan.FromSeconds(80.12345), []));

        Assert.Equal(
            """{"name":"bad","digest":"3333333333333333333333333333333333333333333333333333333333333333","result":"failed","build":"AAAAAAAAAAAAAAAAAAAAAA","seconds":0.5,"diagnostics":[{"code":"SLIP1999","message":"It failed","remedy":"Mend it."}]}""",
            JsonNode.Parse(output.ToString())!["images"]![2]!.ToJsonString());
        Assert.Equal(80.123, (double)JsonNode.Parse(output.ToString())!["seconds"]!);
    }

    [Fact]
    public void No_log_is_named_of_an_image_whose_build_did_not_begin()
    {
        ImageOutcome refused = new()
        {
            Planned = Missing("busy", '5'),
            Kind = OutcomeKind.Failed,
            Diagnostics = [new Diagnostic(new DiagnosticCode(1999, "A test", ExitCode.Failed), "No", "Wait.")],
        };

        string text = Sample.Print(console => OutcomeRenderer.Write([refused], TimeSpan.FromSeconds(1), console));

        Assert.Contains("nothing was built", text, StringComparison.Ordinal);
        Assert.DoesNotContain("slipway log", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_exit_code_1_and_a_cancellation_130()
    {
        ImageOutcome cancelled = new() { Planned = Missing("top", '4'), Kind = OutcomeKind.Cancelled };

        Assert.Equal(ExitCode.Done, OutcomeRenderer.ExitCodeOf(Mixed[..2]));
        Assert.Equal(ExitCode.Failed, OutcomeRenderer.ExitCodeOf(Mixed));
        Assert.Equal(ExitCode.Cancelled, OutcomeRenderer.ExitCodeOf(Mixed.Add(cancelled)));
    }

    [Fact]
    public void A_check_that_said_no_is_exit_code_4_when_nothing_else_failed()
    {
        ImageOutcome refused = new()
        {
            Planned = Missing("refused", '5'),
            Kind = OutcomeKind.Failed,
            Diagnostics = [new Diagnostic(TrustCodes.ChainRefused, "It is refused", "Do not use it.")],
        };

        Assert.Equal(ExitCode.CheckFailed, OutcomeRenderer.ExitCodeOf([.. Mixed[..2], refused]));
        Assert.Equal(ExitCode.Failed, OutcomeRenderer.ExitCodeOf(Mixed.Add(refused)));
    }

    private static PlannedImage Missing(string name, char digit) =>
        Sample.Planned(name, digit, PlanAction.Build, new PlanReason.NotIndexed());
}
