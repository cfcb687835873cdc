using System.Net;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class QueueTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TaskclusterServer _server;
    private readonly Caller _caller;
    private readonly string _id = Slug.New();

    public QueueTests()
    {
        _server = new TaskclusterServer(_clock);
        _caller = new Caller(_server, _server.NewClient("*"));
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_definition_is_filled_in_as_the_real_service_does()
    {
        await CreateAsync(_id, Caller.Task(Now));

        var definition = (await _caller.SendAsync("GET", $"/api/queue/v1/task/{_id}")).Json;

        Assert.Equal("proj/ci", (string?)definition["taskQueueId"]);
        Assert.Equal("-", (string?)definition["schedulerId"]);
        Assert.Equal("none", (string?)definition["projectId"]);
        Assert.Equal(_id, (string?)definition["taskGroupId"]);
        Assert.Equal("lowest", (string?)definition["priority"]);
        Assert.Equal(5, (int)definition["retries"]!);
        Assert.Equal(
            ((DateTimeOffset)definition["deadline"]!).AddYears(1), (DateTimeOffset)definition["expires"]!);
        Assert.Equal(19, definition.AsObject().Count);
    }

    [Fact]
    public async Task The_same_definition_again_changes_nothing_and_another_one_is_a_conflict()
    {
        var task = Caller.Task(Now);

        var first = await CreateAsync(_id, task.DeepClone());
        var again = await CreateAsync(_id, task.DeepClone());
        task["retries"] = 1;
        var other = await CreateAsync(_id, task);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((HttpStatusCode.Conflict, "RequestConflict"), (other.Status, other.Code));
        Assert.Single(_server.Tasks.All);
    }

    [Theory]
    [InlineData("created", -16 * 60, "InputError")]
    [InlineData("created", 16 * 60, "InputError")]
    [InlineData("deadline", 6 * 24 * 3600, "InputError")]
    [InlineData("deadline", -60, "InputError")]
    [InlineData("expires", 60, "InputError")]
    public async Task Times_that_cannot_be_are_refused(string field, int seconds, string code)
    {
        var reply = await CreateAsync(
            _id, Caller.Task(Now, task => task[field] = Now.AddSeconds(seconds).ToString("O")));

        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("unknown", "1")]
    [InlineData("payload", "[]")]
    [InlineData("payload", "null")]
    [InlineData("priority", "\"urgent\"")]
    [InlineData("retries", "50")]
    [InlineData("workerType", "\"Upper\"")]
    [InlineData("schedulerId", "\"with.dot\"")]
    [InlineData("routes", "[\"a\", \"a\"]")]
    [InlineData("dependencies", "[\"short\"]")]
    [InlineData("tags", "{\"a\": 1}")]
    [InlineData("metadata", "{\"name\": \"a\"}")]
    [InlineData("created", "\"now\"")]
    public async Task A_definition_of_another_shape_is_refused(string field, string value)
    {
        var reply = await CreateAsync(_id, Caller.Task(Now, task => task[field] = JsonNode.Parse(value)));

        Assert.Equal((HttpStatusCode.BadRequest, "InputValidationError"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_id_that_is_no_slug_is_refused()
    {
        var reply = await CreateAsync("AAAAAAAAAAAAAAAAAAAAAA", Caller.Task(Now));

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequestArguments"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Creating_needs_the_scopes_of_the_task_and_those_that_it_is_to_have()
    {
        var task = Caller.Task(Now, task =>
        {
            task["schedulerId"] = "sched";
            task["projectId"] = "mine";
            task["priority"] = "low";
            task["routes"] = new JsonArray("index.a.b");
            task["scopes"] = new JsonArray("secrets:get:x");
        });
        string[] needed =
        [
            "queue:create-task:project:mine", "queue:scheduler-id:sched", "queue:create-task:high:proj/ci",
            "queue:route:index.a.*", "secrets:*",
        ];
        using var allowed = new Caller(_server, _server.NewClient(needed));

        Assert.Equal(
            HttpStatusCode.OK, (await allowed.SendAsync("PUT", $"/api/queue/v1/task/{_id}", task.DeepClone())).Status);
        foreach (string scope in needed)
        {
            using var refused = new Caller(_server, _server.NewClient(needed.Except([scope])));
            var reply = await refused.SendAsync("PUT", $"/api/queue/v1/task/{Slug.New()}", task.DeepClone());
            Assert.Equal((HttpStatusCode.Forbidden, "InsufficientScopes"), (reply.Status, reply.Code));
        }
    }

    [Fact]
    public async Task A_dependency_that_does_not_exist_is_refused()
    {
        var reply = await CreateAsync(_id, After(Slug.New()));

        Assert.Equal((HttpStatusCode.BadRequest, "InputError"), (reply.Status, reply.Code));
        Assert.Null(_server.Tasks.Find(_id));
    }

    [Theory]
    [InlineData("completed", "pending")]
    [InlineData("failed", "unscheduled")]
    public async Task A_task_waits_for_those_that_it_depends_on(string result, string expected)
    {
        string second = Slug.New();
        await CreateAsync(_id, Caller.Task(Now));
        await CreateAsync(second, After(_id));
        Assert.Equal("unscheduled", _server.Tasks.Find(second)!.State);

        await ResolveAsync(await ClaimAsync(), result);

        Assert.Equal((result, expected), (_server.Tasks.Find(_id)!.State, _server.Tasks.Find(second)!.State));
    }

    [Theory]
    [InlineData("completed", true)]
    [InlineData("failed", false)]
    public async Task A_task_is_indexed_when_it_completes(string result, bool isIndexed)
    {
        await CreateAsync(_id, Caller.Task(Now, task =>
        {
            task["routes"] = new JsonArray("index.a.b", "other.c");
            task["extra"] = JsonNode.Parse("""{"index": {"rank": 7, "data": {"x": 1}}}""");
        }));

        await ResolveAsync(await ClaimAsync(), result);

        Assert.Equal(
            isIndexed ? [("a.b", _id, 7)] : [],
            _server.Index.All.Select(entry => (entry.Namespace, entry.TaskId, entry.Rank)));
    }

    [Fact]
    public async Task A_claim_gives_credentials_of_the_run_with_the_scopes_of_the_task()
    {
        await CreateAsync(_id, Caller.Task(Now, task => task["scopes"] = new JsonArray("auth:current-scopes", "x:y")));

        var claim = await ClaimAsync();
        var scopes = await claim.Caller.SendAsync("GET", "/api/auth/v1/scopes/current");

        Assert.Equal(
            [
                "assume:anonymous", "auth:current-scopes", $"queue:create-artifact:{_id}/0",
                $"queue:reclaim-task:{_id}/0", $"queue:resolve-task:{_id}/0", "x:y",
            ],
            scopes.Json["scopes"]!.AsArray().Select(scope => (string)scope!));
    }

    [Fact]
    public async Task A_claim_that_runs_out_ends_its_run_and_begins_another()
    {
        await CreateAsync(_id, Caller.Task(Now));
        var claim = await ClaimAsync();

        _clock.Advance(TimeSpan.FromMinutes(21));
        var late = await claim.Caller.SendAsync("POST", $"/api/queue/v1/task/{_id}/runs/0/completed", new JsonObject());
        var task = _server.Tasks.Find(_id)!;

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal((2, "pending"), (task.Runs, task.State));
    }

    [Fact]
    public async Task A_task_past_its_deadline_ends_as_an_exception()
    {
        await CreateAsync(_id, Caller.Task(Now));

        _clock.Advance(TimeSpan.FromHours(2));
        var status = await _caller.SendAsync("GET", $"/api/queue/v1/task/{_id}/status");

        Assert.Equal("exception", (string?)status.Json["status"]!["state"]);
        Assert.Equal("deadline-exceeded", (string?)status.Json["status"]!["runs"]![0]!["reasonResolved"]);
    }

    [Fact]
    public async Task Nothing_to_do_is_an_empty_answer_after_a_while()
    {
        _server.ClaimWait = TimeSpan.FromMilliseconds(50);

        var reply = await _caller.SendAsync(
            "POST", "/api/queue/v1/claim-work/proj/ci", JsonNode.Parse("""{"workerGroup": "g", "workerId": "w", "tasks": 1}"""));

        Assert.Equal("""{"tasks":[]}""", reply.Text);
    }

    private JsonObject After(string dependency) =>
        Caller.Task(Now, task => task["dependencies"] = new JsonArray(dependency));

    private Task<Caller.Reply> CreateAsync(string id, JsonNode task) =>
        _caller.SendAsync("PUT", $"/api/queue/v1/task/{id}", task);

    private Task<Claim> ClaimAsync() => Claim.TakeAsync(_server, _caller);

    private static async Task ResolveAsync(Claim claim, string result)
    {
        var reply = await claim.Caller.SendAsync(
            "POST", $"/api/queue/v1/task/{claim.Task}/runs/{claim.Run}/{result}", new JsonObject());
        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }
}
