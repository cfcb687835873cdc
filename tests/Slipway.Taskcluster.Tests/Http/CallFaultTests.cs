using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Tests.Server;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Http;

/// <summary>Every method of the services, with everything that can happen to it.</summary>
public sealed class CallFaultTests : IAsyncDisposable
{
    private static readonly IndexNamespace Name = IndexNamespace.Parse("a.b");

    private static readonly Dictionary<string, Func<Deployment, TaskId, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["findTask"] = (on, _) => on.Client.Index.FindAsync(Name, Token),
        ["findTasksAtIndex"] = (on, _) => on.Client.Index.FindAsync([Name], Token),
        ["insertTask"] = (on, task) =>
            on.Client.Index.InsertAsync(Name, task, 1, new JsonObject(), on.Now.AddDays(1), Token),
        ["deleteTask"] = (on, _) => on.Client.Index.DeleteAsync(Name, Token),
        ["listTasks"] = (on, _) => on.Client.Index.ListTasksAsync(null, Token),
        ["listNamespaces"] = (on, _) => on.Client.Index.ListNamespacesAsync(Name, Token),
        ["status"] = (on, task) => on.Client.Queue.FindStateAsync(task, Token),
        ["task"] = (on, task) => on.Client.Queue.FindDefinitionAsync(task, Token),
        ["createTask"] = (on, _) => on.Client.Queue.CreateAsync(TaskId.Parse(Slug.New()), Caller.Task(on.Now), Token),
        ["latestArtifact"] = (on, task) => on.Client.Artifacts.HasAsync(task, ArtifactName.Image, Token),
        ["currentScopes"] = (on, _) => on.Client.Auth.ReadCurrentScopesAsync(Token),
    };

    private static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["500"] = new Fault.Answer(500),
        ["500 after it was done"] = new Fault.Answer(500) { IsProcessed = true },
        ["502 of a proxy"] = new Fault.Answer(502),
        ["503 of a proxy"] = new Fault.Answer(503),
        ["504 of a proxy"] = new Fault.Answer(504),
        ["a broken connection"] = new Fault.Drop(),
        ["a broken connection after it was done"] = new Fault.Drop { IsProcessed = true },
        ["half an answer"] = new Fault.Truncate(1),
        ["silence"] = new Fault.Stall(),
        ["silence in an answer"] = new Fault.StallAfter(1),
        ["a late answer"] = new Fault.Delay(TimeSpan.FromMilliseconds(20)),
    };

    private readonly Deployment _deployment = new();
    private readonly TaskId _task;

    public CallFaultTests() =>
        _task = _deployment.AddTask(new SeededArtifact(ArtifactName.Image.Value, "image"u8.ToArray()));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    public static TheoryData<string, string> CallsAndFaults() =>
        new(Calls.Keys.SelectMany(call => Faults.Keys.Select(fault => (call, fault))));

    public static TheoryData<string> CallNames() => new(Calls.Keys);

    [Theory]
    [MemberData(nameof(CallsAndFaults))]
    public async Task A_call_outlasts_what_passes(string call, string fault)
    {
        _deployment.IsHasty = Faults[fault] is Fault.Stall or Fault.StallAfter;
        _deployment.Server.Faults.Next(
            Faults[fault], Faults[fault] is Fault.Answer or Fault.Drop or Fault.Truncate ? 2 : 1);

        await Calls[call](_deployment, _task);

        Assert.Equal(0, _deployment.Server.Faults.Remaining);
    }

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task A_call_that_fails_for_good_is_made_six_times_at_growing_intervals(string call)
    {
        _deployment.Server.Faults.Next(new Fault.Answer(500), 1000);

        var failure = await Deployment.FailureAsync(() => Calls[call](_deployment, _task));

        Assert.Equal(TaskclusterCodes.ServiceFailed, failure.Code);
        Assert.Contains("incidentId", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceRetries.Attempts, _deployment.Server.Requests.Count);
        TimeSpan[] waits =
        [
            .. _deployment.Clock.Waits.Where(wait => wait > TimeSpan.Zero && wait < TimeSpan.FromSeconds(5)),
        ];
        Assert.Equal(ServiceRetries.Attempts - 1, waits.Length);
        Assert.All(waits.Index(), wait => Assert.InRange(
            wait.Item, ServiceRetries.Schedule.Delay(wait.Index, 0), ServiceRetries.Schedule.Delay(wait.Index, 1)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(418)]
    public async Task What_the_service_refuses_is_not_tried_again(int status)
    {
        _deployment.Server.Faults.Next(new Fault.Answer(status), 10);

        await Deployment.FailureAsync(() => _deployment.Client.Queue.FindStateAsync(_task, Token));

        Assert.Single(_deployment.Server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(303)]
    [InlineData(307)]
    public async Task A_signed_request_is_not_sent_on_to_another_server(int status)
    {
        await using var other = new AnswerServer(_ => new(200, "{}"));
        await using var server = new AnswerServer(_ => new(status, "", ("Location", other.Url.AbsoluteUri)));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Queue.FindStateAsync(_task, Token));

        Assert.Equal(TaskclusterCodes.RedirectRefused, failure.Code);
        Assert.Contains(other.Url.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_that_names_it()
    {
        using var client = new TaskclusterClient(Deployment.Settings(new Uri("http://127.0.0.1:1"), _deployment.Clock));

        var failure = await Deployment.FailureAsync(() => client.Auth.PingAsync(Token));

        Assert.Equal(TaskclusterCodes.Unreachable, failure.Code);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_an_error_that_says_how_long()
    {
        _deployment.Server.Faults.Next(new Fault.Stall(), 1000);

        var failure = await Deployment.FailureAsync(() => Hasty().Auth.PingAsync(Token));

        Assert.Equal(TaskclusterCodes.Unreachable, failure.Code);
        Assert.Contains("2 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_it()
    {
        byte[] large = new byte[TaskclusterLimits.Answer + 1];
        await using var server = new AnswerServer(_ => new(200, large));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Auth.PingAsync(Token));

        Assert.Equal(TaskclusterCodes.TooLarge, failure.Code);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_and_is_no_failure()
    {
        _deployment.Server.Faults.Next(new Fault.Stall(), 1000);
        using var cancel = new CancellationTokenSource();
        var pending = _deployment.Client.Auth.PingAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    private TaskclusterClient Hasty() => _deployment.Connect(null, settings => settings with
    {
        Timeouts = new TaskclusterTimeouts { Stall = TimeSpan.FromSeconds(2) },
    });
}
