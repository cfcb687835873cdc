using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Workspaces.Parts;

public sealed class PushOptionsTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    private static readonly SlipwayConfig Config = new()
    {
        Prefix = "test",
        Projects = ImmutableSortedDictionary<string, Level>.Empty.Add("main", Level.Highest),
    };

    [Theory]
    [InlineData("1794000000")]
    [InlineData("20261106212000")]
    [InlineData("2026-11-06T21:20:00Z")]
    [InlineData("2026-11-06T22:20:00+01:00")]
    [InlineData("2026-11-06T21:20:00.75Z")]
    public void A_push_date_has_many_forms(string text) => Assert.Equal(Moment, Read(pushDate: text).PushDate);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("2026-11-06")]
    [InlineData("20261306212000")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999")]
    public void What_is_no_push_date_is_refused(string text) =>
        Assert.Throws<SlipwayException>(() => Read(pushDate: text));

    [Fact]
    public void Without_a_push_date_it_is_now_in_whole_seconds() =>
        Assert.Equal(Moment, Read().PushDate);

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(null, "main", 3)]
    [InlineData(null, "try", 1)]
    [InlineData("2", "main", 2)]
    public void The_level_is_that_of_the_option_then_of_the_project_then_the_lowest(
        string? level, string? project, int expected) =>
        Assert.Equal(expected, Read(level: level, project: project).Level.Value);

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("three")]
    public void There_are_three_levels(string text) => Assert.Throws<SlipwayException>(() => Read(level: text));

    [Theory]
    [InlineData("7", "7")]
    [InlineData("0123", "0123")]
    [InlineData("feature/x", "feature-x-217d2bf51f16")]
    [InlineData("Feature/X", "feature-x-02cc1910f5df")]
    [InlineData("feature-x", "feature-x-c791eb83a2c7")]
    [InlineData("../level-3", "---level-3-996cc0091397")]
    [InlineData("7.8", "7-8-1d44b45c2708")]
    [InlineData("größe", "gr--e-d353a2671b67")]
    public void A_pull_request_has_one_part_of_a_namespace(string name, string id) =>
        Assert.Equal($"pr.{id}", Read(pullRequest: name).Scope.Text);

    [Fact]
    public void A_long_name_gives_a_short_id() =>
        Assert.Equal(40 + 1 + 12, Read(pullRequest: new string('x', 500)).PullRequest!.Length);

    [Fact]
    public void Nobody_chooses_a_name_that_leads_into_the_scope_of_another_request()
    {
        string id = Read(pullRequest: "feature/x").PullRequest!;

        Assert.NotEqual(id, Read(pullRequest: id).PullRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_pull_request_has_a_name(string name) =>
        Assert.Same(
            IndexCodes.InvalidPullRequest,
            Assert.Throws<SlipwayException>(() => Read(pullRequest: name)).Diagnostics.Single().Code);

    private static PushContext Read(
        string? level = null, string? project = null, string? pushDate = null, string? pullRequest = null) =>
        new PushOptions { Level = level, Project = project, PushDate = pushDate, PullRequest = pullRequest }
            .Read(Config.LevelOf, Moment.AddMilliseconds(500));
}
