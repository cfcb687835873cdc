using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Tests.Server;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Queue;

public sealed class TaskQueueTests : IAsyncDisposable
{
    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [InlineData(RunState.Unscheduled, TaskState.Unscheduled)]
    [InlineData(RunState.Pending, TaskState.Pending)]
    [InlineData(RunState.Running, TaskState.Running)]
    [InlineData(RunState.Completed, TaskState.Completed)]
    [InlineData(RunState.Failed, TaskState.Failed)]
    [InlineData(RunState.Exception, TaskState.Exception)]
    public async Task The_state_of_a_task_is_read(string state, TaskState expected)
    {
        var task = TaskId.Parse(_deployment.Server.AddTask([], result: state));

        Assert.Equal(expected, await _deployment.Client.Queue.FindStateAsync(task, Token));
    }

    [Fact]
    public async Task A_created_task_is_read_as_it_was_defined()
    {
        var task = TaskId.Parse(Slug.New());
        var definition = Definition();

        bool isCreated = await _deployment.Client.Queue.CreateAsync(task, definition, Token);
        var read = (await _deployment.Client.Queue.FindDefinitionAsync(task, Token))!;

        Assert.True(isCreated);
        Assert.Equal("a task", (string?)read["metadata"]!["name"]);
    }

    [Fact]
    public async Task A_task_that_is_created_twice_is_there_once()
    {
        var task = TaskId.Parse(Slug.New());
        var definition = Definition();

        Assert.True(await _deployment.Client.Queue.CreateAsync(task, definition, Token));
        Assert.True(await _deployment.Client.Queue.CreateAsync(task, definition, Token));
        Assert.Single(_deployment.Server.Tasks.All);
    }

    [Fact]
    public async Task A_task_of_the_same_id_and_another_definition_is_not_created()
    {
        var task = TaskId.Parse(Slug.New());
        await _deployment.Client.Queue.CreateAsync(task, Definition(), Token);

        var other = Definition();
        other["metadata"]!["name"] = "another";
        Assert.False(await _deployment.Client.Queue.CreateAsync(task, other, Token));
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_none()
    {
        var task = TaskId.Parse(Slug.New());

        Assert.Null(await _deployment.Client.Queue.FindStateAsync(task, Token));
        Assert.Null(await _deployment.Client.Queue.FindDefinitionAsync(task, Token));
    }

    [Fact]
    public async Task A_definition_that_is_wrong_is_an_error_in_the_words_of_the_service()
    {
        var definition = Definition();
        definition["unknown"] = 1;

        var failure = await Deployment.FailureAsync(
            () => _deployment.Client.Queue.CreateAsync(TaskId.Parse(Slug.New()), definition, Token));

        Assert.Equal(TaskclusterCodes.InputInvalid, failure.Code);
        Assert.Contains("unknown", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_is_none_is_an_error()
    {
        await using var server = new AnswerServer(_ => new(200, """{"status":{"state":"asleep"}}"""));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Queue.FindStateAsync(TaskId.Parse(Slug.New()), Token));

        Assert.Equal(TaskclusterCodes.AnswerInvalid, failure.Code);
    }

    [Fact]
    public async Task A_method_that_the_server_does_not_know_is_an_error_and_not_the_absence_of_a_task()
    {
        await using var server = new AnswerServer(_ => new(404, """{"error":"Not found"}"""));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Queue.FindStateAsync(TaskId.Parse(Slug.New()), Token));

        Assert.Equal(TaskclusterCodes.NotFound, failure.Code);
        Assert.Contains("address", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_tasks_are_read_in_few_requests_and_what_is_gone_is_left_out()
    {
        TaskId[] tasks = [.. Enumerable.Range(0, 300).Select(_ => TaskId.Parse(_deployment.Server.AddTask([])))];
        var gone = TaskId.Parse(Slug.New());

        var definitions = await _deployment.Client.Queue.FindDefinitionsAsync([.. tasks, gone], Token);
        var states = await _deployment.Client.Queue.FindProgressAsync([.. tasks, gone, tasks[0]], Token);

        Assert.Equal(tasks.ToHashSet(), definitions.Keys.ToHashSet());
        Assert.Equal("seeded", (string?)definitions[tasks[7]]["metadata"]!["name"]);
        Assert.Equal(tasks.ToHashSet(), states.Keys.ToHashSet());
        Assert.All(states.Values, state =>
        {
            Assert.Equal(TaskState.Completed, state.State);
            Assert.Equal(_deployment.Now, state.Started!.Value, TimeSpan.FromSeconds(1));
            Assert.Equal(_deployment.Now, state.Resolved!.Value, TimeSpan.FromSeconds(1));
        });
        Assert.Equal(4, _deployment.Server.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_is_older_is_asked_for_one_task_after_another()
    {
        var task = TaskId.Parse(Slug.New());
        await using var server = new AnswerServer(exchange =>
            exchange.Resource.Contains("/task/", StringComparison.Ordinal)
                ? exchange.Resource.Contains("/status", StringComparison.Ordinal)
                    ? new(200, """{"status":{"state":"completed"}}""")
                    : new(200, """{"metadata":{"name":"one"}}""")
                : new(404, """{"error":"Not found"}"""));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        Assert.Equal([task], (await client.Queue.FindDefinitionsAsync([task], Token)).Keys);
        Assert.Equal(
            new TaskProgress(TaskState.Completed, null, null),
            (await client.Queue.FindProgressAsync([task], Token))[task]);
    }

    private JsonObject Definition() => Caller.Task(_deployment.Now);
}
