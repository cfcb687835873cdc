using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Taskcluster;

public sealed class SecondDecisionTests : IAsyncLifetime
{
    private readonly Push _push = new(3, "main");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private Deployment _deployment = null!;
    private Sandbox _sandbox = null!;

    public ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        _deployment = new Deployment(_clock);
        _sandbox = SmallTree.Create(_deployment);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _deployment.DisposeAsync();
    }

    // The Queue takes a definition only a quarter of an hour long; and it does not talk to a clock that is further away
    // than that.
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_decision_that_runs_again_keeps_its_tasks_and_creates_nothing(int minutesLater)
    {
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromMinutes(minutesLater / 2.0));
        var first = await _deployment.DecideAsync(_push, _sandbox.Tree);
        string[] tasks = [.. _deployment.TasksOf(first).Select(task => task.Definition.ToJsonString())];
        int creations = _deployment.Server.Requests.CountOf("createTask");

        _clock.Advance(TimeSpan.FromMinutes(minutesLater));
        var second = await _deployment.DecideAgainAsync(first, _push, _sandbox.Tree);

        Assert.Equal(SmallTree.Images, tasks.Length);
        Assert.Equal(tasks, _deployment.TasksOf(second).Select(task => task.Definition.ToJsonString()));
        Assert.Equal(creations, _deployment.Server.Requests.CountOf("createTask"));
        Assert.Contains($"0 tasks created, {SmallTree.Images} kept", second.Run.Log, StringComparison.Ordinal);
        Assert.Equal(first.Images.ToJsonString(), second.Images.ToJsonString());

        // The tasks that wait get their contexts from the latest run.
        var latest = _deployment.Server.Tasks.Find(second.Id)!;
        Assert.Equal(2, latest.Runs);
        Assert.Equal(
            SmallTree.Images,
            latest.Artifacts.Count(name => name.StartsWith("public/docker-contexts/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_push_in_another_group_has_tasks_of_its_own_while_nothing_is_built()
    {
        var first = await _deployment.DecideAsync(_push, _sandbox.Tree);

        var second = await _deployment.DecideAsync(_push, _sandbox.Tree);

        Assert.Equal(SmallTree.Images, _deployment.TasksOf(second).Length);
        Assert.Empty(
            _deployment
                .TasksOf(first)
                .Select(task => task.Id)
                .Intersect(_deployment.TasksOf(second).Select(task => task.Id)));
    }
}
