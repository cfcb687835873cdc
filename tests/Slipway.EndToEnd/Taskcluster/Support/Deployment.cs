using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>A Taskcluster in this process, with decision tasks and with workers that build images.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    /// <summary>Where the payload of an image's task wants the image.</summary>
    private const string ImageFile = "/workspace/out/image.tar.zst";

    private const string DecisionWorkers = "e2e/decision";
    private const int WorkersOfPool = 2;

    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-e2e-push-");
    private readonly TestCredentials _administrator;

    /// <param name="clock">The time of the services; null for the system's, which the command has.</param>
    public Deployment(TimeProvider? clock = null)
    {
        Server = new TaskclusterServer(clock) { ClaimWait = TimeSpan.FromMilliseconds(100) };
        Server.Roles.Set(
            Anonymous, "queue:get-artifact:public/*", "queue:get-task:*", "queue:status:*", "index:find-task:*");
        _administrator = Server.NewClient("*");
    }

    public TaskclusterServer Server { get; }

    /// <summary>The value of <c>TASKCLUSTER_ROOT_URL</c>.</summary>
    public string RootUrl => Server.RootUrl.AbsoluteUri.TrimEnd('/');

    private static string Anonymous => "anonymous";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Decides for a push in a task of its own.</summary>
    public Task<Decision> DecideAsync(Push push, string tree, params string[] arguments) =>
        RunDecisionAsync(NewDecisionTask(push, RunState.Pending), push, tree, arguments);

    /// <summary>Runs a decision task once more, as people do in the Queue.</summary>
    public async Task<Decision> DecideAgainAsync(Decision decision, Push push, string tree, params string[] arguments)
    {
        var url = new Uri($"{RootUrl}/api/queue/v1/task/{decision.Id}/rerun");
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.TryAddWithoutValidation("Authorization", HawkSigner.Header(
            _administrator, "POST", url, contentType: null, body: null, Server.Clock.GetUtcNow()));
        using var answer = await _http.SendAsync(request, Cancellation);
        answer.EnsureSuccessStatusCode();
        return await RunDecisionAsync(decision.Id, push, tree, arguments);
    }

    /// <summary>A decision task, without a worker that runs it.</summary>
    /// <param name="push">For which push.</param>
    /// <param name="state">One of <see cref="RunState"/>.</param>
    public string NewDecisionTask(Push push, string state) => Server.AddTask(
        [],
        new JsonObject
        {
            ["taskQueueId"] = DecisionWorkers,
            ["provisionerId"] = DecisionWorkers.Split('/')[0],
            ["workerType"] = DecisionWorkers.Split('/')[1],
            ["schedulerId"] = push.SchedulerId,
            ["scopes"] = new JsonArray([.. push.Scopes.Select(scope => (JsonNode)scope)]),
            ["payload"] = new JsonObject { ["features"] = new JsonObject { ["taskclusterProxy"] = true } },
        },
        result: state);

    /// <summary>Writes the parameters of a push.</summary>
    /// <returns>The file.</returns>
    public string WriteParameters(Push push)
    {
        string file = Path.Join(_folder.FullName, $"{Slug.New()}.yml");
        File.WriteAllText(file, push.ToParameters());
        return file;
    }

    /// <summary>Lets the workers of a push's level build until nothing is left, or until a task fails.</summary>
    public async Task<WorkerResult[]> BuildAsync(Push push)
    {
        var results = new ConcurrentQueue<WorkerResult>();
        await Task.WhenAll(Enumerable.Range(1, WorkersOfPool).Select(async number =>
        {
            using var worker = new TestWorker(Server, new WorkerOptions
            {
                Queue = push.Workers,
                Id = $"worker-{number}",
                Program = Machine.Slipway,
                Arguments = CommandOf,
            });
            while (HasWork(push.Workers) && results.All(result => result.IsCompleted))
            {
                if (await worker.RunOneAsync(Cancellation) is { } result)
                {
                    results.Enqueue(result);
                }
            }
        }));
        return [.. results];
    }

    /// <summary>The tasks of a group besides the one that decided.</summary>
    public TestTask[] TasksOf(Decision decision) => [.. Server.Tasks.All.Where(task =>
        task.Id != decision.Id && (string?)task.Definition["taskGroupId"] == decision.Id)];

    /// <summary>A public artifact, as everybody gets it.</summary>
    public Task<byte[]> DownloadAsync(string task, string name) =>
        _http.GetByteArrayAsync(new Uri($"{RootUrl}/api/queue/v1/task/{task}/artifacts/{name}"), Cancellation);

    /// <summary>A public artifact that is a JSON object.</summary>
    public async Task<JsonObject> DownloadJsonAsync(string task, string name) =>
        JsonNode.Parse(await DownloadAsync(task, name))!.AsObject();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // generic-worker runs what the payload says; what docker-worker runs, the image of the builder says.
    private static IEnumerable<string> CommandOf(WorkerTask task) =>
        task.Payload["command"] is JsonArray and [JsonArray command]
            ? command.Select(word => (string)word!).Skip(1)
            : ["build-task", "--engine", "docker", "--output", task.MapPath(ImageFile)];

    private async Task<Decision> RunDecisionAsync(string id, Push push, string tree, string[] arguments)
    {
        string parameters = WriteParameters(push);
        using var worker = new TestWorker(Server, new WorkerOptions
        {
            Queue = DecisionWorkers,
            Program = Machine.Slipway,
            Arguments = _ => ["decision", "--root", tree, "--parameters", parameters, "--upload", .. arguments],
        });
        var result = await worker.RunOneAsync(Cancellation);
        Assert.Equal(id, result?.TaskId);
        Assert.True(result!.IsCompleted, result.Log);
        return new Decision(
            id,
            result,
            await DownloadJsonAsync(id, "public/image-tasks.json"),
            await DownloadJsonAsync(id, "public/task-graph.json"));
    }

    private bool HasWork(string workers) => Server.Tasks.All.Any(task =>
        (string?)task.Definition["taskQueueId"] == workers
        && task.State is RunState.Unscheduled or RunState.Pending or RunState.Running);
}
