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
    [InlineData("")]
    [InlineData("7.8")]
    [InlineData("../level-3")]
    public void A_pull_request_cannot_leave_its_scope(string id) =>
        Assert.Same(
            IndexCodes.InvalidPullRequest,
            Assert.Throws<SlipwayException>(() => Read(pullRequest: id)).Diagnostics.Single().Code);

    private static PushContext Read(
        string? level = null, string? project = null, string? pushDate = null, string? pullRequest = null) =>
        new PushOptions { Level = level, Project = project, PushDate = pushDate, PullRequest = pullRequest }
            .Read(Config.LevelOf, Moment.AddMilliseconds(500));
}
