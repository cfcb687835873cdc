using Slipway.Core.Retention;
using Slipway.Model.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using static Slipway.Tests.Cases.ConfigCase;

namespace Slipway.Core.Tests.Configuration;

public sealed class RetentionKeysTests
{
    private const string Whole =
        """
        prefix: a
        retention:
          grace: 2d
          rules:
            - { levels: [3], images: [base, "ci-*"], keep: 10, younger-than: 90d }
            - { levels: [1, pr], younger-than: 2w }
            - { images: [tools], keep: 0 }
          used-by:
            branches: [main, "release/*"]
            tags: []
            most-tips: 50
            files: [deploy/in-use.txt]
        """;

    [Fact]
    public void Without_the_key_there_is_no_policy() => Assert.Null(Sound("prefix: a\n").Config.Retention);

    [Theory]
    [InlineData("retention:")]
    [InlineData("retention: {}")]
    [InlineData("retention: { rules: [], used-by: }")]
    public void With_nothing_below_it_all_branches_and_tags_count_and_the_grace_is_a_day(string text)
    {
        var policy = Sound($"prefix: a\n{text}\n").Config.Retention!;

        Assert.Equal(TimeSpan.FromDays(1), policy.Grace);
        Assert.Empty(policy.Rules);
        Assert.True(policy.Branches.Matches("a/b/c") && policy.Tags.Matches("v1"));
        Assert.False(policy.NamesTips);
        Assert.Equal(200, policy.MostTips);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var policy = Sound(Whole).Config.Retention!;

        Assert.Equal(TimeSpan.FromDays(2), policy.Grace);
        Assert.Equal((10, 90.0), (policy.Rules[0].Keep, policy.Rules[0].YoungerThan!.Value.TotalDays));
        Assert.True(policy.Branches.Matches("release/1") && !policy.Branches.Matches("release/1/x"));
        Assert.False(policy.Tags.Matches("v1"));
        Assert.True(policy.NamesTips);
        Assert.Equal(50, policy.MostTips);
        Assert.Equal(
            ["deploy/in-use.txt slipway.yml:12:13"],
            policy.ReferenceFiles.Select(file => $"{file.Value} {file.Location}"));
    }

    [Theory]
    [InlineData("base", "level-3", 1)]
    [InlineData("ci-lint", "level-3", 1)]
    [InlineData("ci-lint", "level-2", 0)]
    [InlineData("other", "level-3", 0)]
    [InlineData("base", "level-1", 2)]
    [InlineData("base", "pr", 2)]
    [InlineData("base", "pr.42", 2)]
    [InlineData("tools", "level-1", 2)]
    [InlineData("tools", "level-2", 3)]
    [InlineData("toolsmith", "level-2", 0)]
    public void The_first_rule_about_an_image_and_its_level_counts(string name, string scope, int rule)
    {
        var policy = Sound(Whole).Config.Retention!;

        Assert.Equal(rule, policy.RuleFor(name, IndexScope.Parse(scope))?.Number ?? 0);
    }

    [Fact]
    public void A_rule_without_levels_is_about_all_of_them_and_pull_requests() =>
        Assert.True(new RetentionRule(1).IsAbout(IndexScope.PullRequest("7"))
            && new RetentionRule(1).IsAbout(IndexScope.Of(Level.Highest)));

    [Theory]
    [InlineData("grace: 5m", "SLIP1016", "3:10")]
    [InlineData("grace: 0d", "SLIP1016", "3:10")]
    [InlineData("grase: 1d", "SLIP1012", "3:3")]
    [InlineData("rules: keep", "SLIP1013", "3:10")]
    [InlineData("rules: { keep: 1 }", "SLIP1013", "3:10")]
    [InlineData("rules: [5]", "SLIP1013", "3:11")]
    [InlineData("rules: [{}]", "SLIP1015", "3:11")]
    [InlineData("rules: [{ keep: 1 }, { images: [a] }]", "SLIP1015", "3:24")]
    [InlineData("rules: [{ keep: -1 }]", "SLIP1015", "3:19")]
    [InlineData("rules: [{ keep: 1.5 }]", "SLIP1015", "3:19")]
    [InlineData("rules: [{ keep: 100001 }]", "SLIP1015", "3:19")]
    [InlineData("rules: [{ keep: [1] }]", "SLIP1013", "3:19")]
    [InlineData("rules: [{ keep: 1, keeep: 2 }]", "SLIP1012", "3:22")]
    [InlineData("rules: [{ younger-than: 3 }]", "SLIP1016", "3:27")]
    [InlineData("rules: [{ keep: 1, levels: [4] }]", "SLIP1015", "3:31")]
    [InlineData("rules: [{ keep: 1, levels: [PR] }]", "SLIP1015", "3:31")]
    [InlineData("rules: [{ keep: 1, levels: 3 }]", "SLIP1013", "3:30")]
    [InlineData("rules: [{ keep: 1, images: ['[a'] }]", "SLIP1015", "3:31")]
    [InlineData("rules: [{ keep: 1, images: [''] }]", "SLIP1015", "3:31")]
    [InlineData("used-by: { branches: [''] }", "SLIP1015", "3:25")]
    [InlineData("used-by: { tags: v1 }", "SLIP1013", "3:20")]
    [InlineData("used-by: { most-tips: 0 }", "SLIP1015", "3:25")]
    [InlineData("used-by: { most-tips: 10001 }", "SLIP1015", "3:25")]
    [InlineData("used-by: { files: [../x] }", "SLIP1021", "3:22")]
    [InlineData("used-by: { branch: [main] }", "SLIP1012", "3:14")]
    public void What_is_wrong_is_an_error_where_it_stands(string text, string code, string place) =>
        Assert.Equal([$"{code} slipway.yml:{place}"], Places($"prefix: a\nretention:\n  {text}\n"));

    [Fact]
    public void A_misspelt_key_is_an_error_that_names_the_nearest()
    {
        var problem = Problems("prefix: a\nretention: { rules: [{ keep: 1, youngerthan: 3d }] }\n")[0];

        Assert.Equal(ConfigurationCodes.UnknownKey, problem.Code);
        Assert.Contains("'younger-than'", problem.Remedy, StringComparison.Ordinal);
    }
}
