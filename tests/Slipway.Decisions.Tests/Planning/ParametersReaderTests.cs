using System.Text;
using Slipway.Decisions.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Tests.Planning;

public sealed class ParametersReaderTests
{
    [Theory]
    [InlineData(
        """
        backstop: false
        base_repository: https://hg.mozilla.org/mozilla-unified
        build_date: 1794000000
        files_changed: [a, b]
        head_ref: refs/heads/main
        head_repository: https://hg.mozilla.org/try
        head_rev: abc
        level: '1'
        owner: dev@example.com
        project: try
        pushdate: 1793999999
        pushlog_id: '12'
        repository_type: hg
        tasks_for: hg-push
        version: null
        """)]
    [InlineData(
        """
            {"level": "1", "project": "try", "build_date": 1794000000, "pushdate": 1, "owner": "dev@example.com", "tasks_for": "hg-push",
             "head_repository": "https://hg.mozilla.org/try", "base_repository": "https://hg.mozilla.org/mozilla-unified",
             "head_rev": "abc", "head_ref": "refs/heads/main", "repository_type": "hg", "pushlog_id": 12}
            """)]
    public void The_parameters_of_taskgraph_are_read_from_YAML_and_from_JSON(string text)
    {
        var file = Read(text);

        Assert.Equal(Level.Lowest, file.Level);
        Assert.Equal("try", file.Project);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1794000000), file.PushDate);
        Assert.Equal("dev@example.com", file.Owner);
        Assert.Equal("hg-push", file.TasksFor);
        Assert.Equal("https://hg.mozilla.org/try", file.HeadRepository);
        Assert.Equal("https://hg.mozilla.org/mozilla-unified", file.BaseRepository);
        Assert.Equal("abc", file.HeadRevision);
        Assert.Equal("refs/heads/main", file.HeadRef);
        Assert.Equal("hg", file.RepositoryType);
        Assert.Equal("12", file.PushlogId);
    }

    [Fact]
    public void Without_a_build_date_the_push_date_counts() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(7), Read("build_date: null\npushdate: 7").PushDate);

    [Fact]
    public void What_is_not_said_is_not_there()
    {
        var file = Read("unknown: 1\nowner: ''");

        Assert.Null(file.Level);
        Assert.Null(file.PushDate);
        Assert.Null(file.Owner);
    }

    [Theory]
    [InlineData("project: x\nlevel: 4", 2, 8)]
    [InlineData("level: [3]", 1, 8)]
    [InlineData("build_date: yesterday", 1, 13)]
    [InlineData("build_date: -1", 1, 13)]
    [InlineData("pushdate: 2147483648", 1, 11)]
    [InlineData("owner: {name: x}", 1, 8)]
    public void A_value_of_the_wrong_kind_is_an_error_with_its_place(string text, int line, int column)
    {
        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => Read(text)).Diagnostics);

        Assert.Equal(TaskCodes.ParameterInvalid, problem.Code);
        Assert.Equal(new SourceLocation("p.yml", line, column), problem.Location);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(2, Assert.Throws<SlipwayException>(() => Read("level: 9\nowner: []")).Diagnostics.Length);

    [Theory]
    [InlineData("")]
    [InlineData("- level")]
    [InlineData("text")]
    public void What_is_no_mapping_has_no_parameters(string text) =>
        Assert.Equal(
            TaskCodes.ParametersUnreadable, Assert.Throws<SlipwayException>(() => Read(text)).Diagnostics[0].Code);

    [Fact]
    public void What_is_no_YAML_is_an_error() =>
        Assert.Equal(
            ConfigurationCodes.Malformed, Assert.Throws<SlipwayException>(() => Read("a: [")).Diagnostics[0].Code);

    private static ParametersFile Read(string text) => ParametersReader.Read(Encoding.UTF8.GetBytes(text), "p.yml");
}
