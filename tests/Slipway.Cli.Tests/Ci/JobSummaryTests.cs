using Slipway.Application.Builds;
using Slipway.Cli.Ci;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Ci;

public sealed class JobSummaryTests
{
    private static readonly PlannedImage Base = Sample.Planned(
        "base",
        '1',
        PlanAction.Reuse,
        new PlanReason.Found(IndexScope.Of(Level.Highest)),
        Sample.Found("base", '1', Level.Highest));

    private static readonly PlannedImage App = Sample.Planned(
        "my_app", '2', PlanAction.Build, new PlanReason.ParentsChanged([Sample.Name("a__b")]), null, "base");

    [Fact]
    public void A_plan_is_a_table_with_its_sums() =>
        Assert.Equal(
            """
            ### Slipway plan

            1 image to build, 0 expired, 1 to reuse from level-3, at level 1.

            | action | image | digest | why |
            | --- | --- | --- | --- |
            | reuse | `base` | `111111111111` | found at level-3 |
            | build | `my_app` | `222222222222` | parent changed: a\_\_b |


            """,
            JobSummary.Of(Sample.Plan(Base, App), null));

    [Fact]
    public void A_build_is_a_table_with_times_and_causes() =>
        Assert.Equal(
            """
            ### Slipway build

            1 reused, 1 built in 3.1 s.

            | result | image | digest | time | size | why |
            | --- | --- | --- | ---: | ---: | --- |
            | reused | `base` | `111111111111` | - | - | found at level-3 |
            | built | `my_app` | `222222222222` | 2.5 s | 1.5 kB | parent changed: a\_\_b |


            """,
            JobSummary.Of([
                new ImageOutcome { Planned = Base, Kind = OutcomeKind.Reused },
                new ImageOutcome
                {
                    Planned = App,
                    Kind = OutcomeKind.Built,
                    Duration = TimeSpan.FromSeconds(2.5),
                    Size = 1500,
                },
            ],
                TimeSpan.FromSeconds(3.1)));
}
