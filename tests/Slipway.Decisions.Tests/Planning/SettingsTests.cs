using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Tests.Planning;

public sealed class SettingsTests
{
    [Fact]
    public void Placeholders_and_keys_are_put_in_for_the_push()
    {
        var settings = Read(
            DecisionCase.Tasks with
            {
                TrustDomain = "app",
                Provisioner = new KeyedText.By(
                    true, [("3", new KeyedText.Plain("releng-{level}"))], new KeyedText.Plain("x")),
                WorkerType = new KeyedText.Plain("{alias}-gcp"),
                SchedulerId = "{trust-domain}-{level}-sched",
                ProjectId = "p/{trust-domain}",
                Priority = new KeyedText.By(false, [("main", new KeyedText.Plain("high"))], null),
                Deadline = new KeyedText.Plain("3 days"),
                Scopes = ["secrets:get:{trust-domain}/level-{level}/{project}"],
            });

        Assert.Equal(new WorkerPool("releng-3", "images-gcp"), settings.Workers);
        Assert.Equal("app-3-sched", settings.SchedulerId);
        Assert.Equal("p/app", settings.ProjectId);
        Assert.Equal("high", settings.Priority);
        Assert.Equal(TimeSpan.FromDays(3), settings.Deadline);
        Assert.Equal(["secrets:get:app/level-3/main"], settings.Scopes);
    }

    [Fact]
    public void Without_workers_there_is_an_error_that_says_what_to_write()
    {
        var problems = Assert.Throws<SlipwayException>(() => Read(new TaskSettings())).Diagnostics;

        Assert.Equal([TaskCodes.PoolUnknown, TaskCodes.PoolUnknown], problems.Select(problem => problem.Code));
        Assert.Contains("'worker-pool'", problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Workers_are_not_missed_when_nothing_is_built() =>
        Assert.Null(new PoolSettingsReader(DecisionCase.Config.With(new TaskSettings()), Level.Highest, "main")
            .Read(needsWorkers: false).Workers);

    [Fact]
    public void What_the_Queue_would_refuse_is_told_at_once()
    {
        var problems = Assert.Throws<SlipwayException>(() => Read(new TaskSettings
        {
            Provisioner = new KeyedText.Plain("a.b"),
            WorkerType = new KeyedText.Plain("Images"),
            SchedulerId = new string('x', 39),
            ProjectId = "a:b",
            Priority = new KeyedText.Plain("urgent"),
            Deadline = new KeyedText.Plain("soon"),
        })).Diagnostics;

        Assert.Equal(6, problems.Length);
        Assert.All(problems, problem => Assert.Equal(TaskCodes.SettingInvalid, problem.Code));
    }

    [Theory]
    [InlineData("1 day", 86400)]
    [InlineData("28 days", 28 * 86400)]
    [InlineData("12h", 12 * 3600)]
    [InlineData("90 minutes", 5400)]
    [InlineData("2w", 14 * 86400)]
    [InlineData("1 month", 30 * 86400)]
    [InlineData("1 year", 365 * 86400)]
    public void Durations_are_those_of_taskgraph(string text, int seconds)
    {
        Assert.True(TaskDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0 days")]
    [InlineData("-1 day")]
    [InlineData("1")]
    [InlineData("1 fortnight")]
    [InlineData("1 day 2 hours")]
    [InlineData("999999999 years")]
    public void Other_texts_are_no_durations(string? text) => Assert.False(TaskDuration.TryParse(text, out _));

    [Fact]
    public void Branches_of_two_forks_with_one_name_are_two_pull_requests()
    {
        string one = PullRequestId.Of("https://github.com/a/app", "refs/heads/fix/it");

        Assert.StartsWith("fix-it-", one, StringComparison.Ordinal);
        Assert.Equal(one, PullRequestId.Of("https://github.com/a/app", "fix/it"));
        Assert.NotEqual(one, PullRequestId.Of("https://github.com/b/app", "fix/it"));
        Assert.NotEqual(PullRequestId.Of("r", "a/b"), PullRequestId.Of("r", "a-b"));
        Assert.True(PullRequestId.Of("r", new string('é', 500)).Length <= 64);
    }

    private static PoolSettings Read(TaskSettings tasks) =>
        new PoolSettingsReader(DecisionCase.Config.With(tasks), Level.Highest, "main").Read(needsWorkers: true);
}
