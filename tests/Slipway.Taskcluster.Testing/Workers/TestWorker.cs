using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Queue;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>
/// Plays a worker pool: claims tasks, runs a program for each, uploads what it leaves, and resolves the task.
/// </summary>
/// <remarks>
/// The program stands for the container. It gets the payload's variables and those that workers set; paths of the
/// container are below a folder of the task's own, <see cref="WorkerTask.MapPath"/>.
/// </remarks>
public sealed class TestWorker : IDisposable
{
    private readonly TaskclusterServer _server;
    private readonly WorkerOptions _options;
    private readonly TestCredentials _credentials;
    private readonly SignedHttp _http;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-worker-");

    public TestWorker(TaskclusterServer server, WorkerOptions options)
    {
        _server = server;
        _options = options;
        _http = new SignedHttp(server.RootUrl, server.Clock);
        _credentials = options.Credentials ?? server.Clients.Add(
            $"worker/{options.Queue}/{options.Id}",
            $"queue:claim-work:{options.Queue}",
            $"queue:worker-id:{options.Group}/{options.Id}");
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs tasks one after another until none of the queue is pending.</summary>
    public async Task<ImmutableArray<WorkerResult>> RunAllAsync(CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<WorkerResult>();
        while (IsAnyPending() && await RunOneAsync(cancellationToken) is { } result)
        {
            results.Add(result);
        }

        return results.ToImmutable();
    }

    /// <summary>Waits for a task and runs it; null when none came.</summary>
    public async Task<WorkerResult?> RunOneAsync(CancellationToken cancellationToken)
    {
        var work = await _http.CallAsync(
            _credentials,
            "POST",
            $"/api/queue/v1/claim-work/{_options.Queue}",
            new JsonObject { ["workerGroup"] = _options.Group, ["workerId"] = _options.Id, ["tasks"] = 1 },
            cancellationToken);
        if (((JsonArray)work!["tasks"]!).SingleOrDefault() is not JsonObject claim)
        {
            return null;
        }

        string id = claim["status"]!["taskId"]!.GetValue<string>();
        int run = claim["runId"]!.GetValue<int>();
        var task = new WorkerTask(
            id,
            run,
            (JsonObject)claim["task"]!,
            TestCredentials.FromJson(claim["credentials"]!),
            _folder.CreateSubdirectory($"{id}-{run}").FullName);
        return await RunAsync(task, cancellationToken);
    }

    private bool IsAnyPending() => _server.Tasks.All.Any(task =>
        task.State == RunState.Pending && task.Definition.Text("taskQueueId") == _options.Queue);

    private async Task<WorkerResult> RunAsync(WorkerTask task, CancellationToken cancellationToken)
    {
        foreach (var artifact in task.Artifacts)
        {
            // Images of builders have these folders, which are often mounted.
            Directory.CreateDirectory(Path.GetDirectoryName(artifact.File)!);
        }

        await using var proxy = task.Has("taskclusterProxy")
            ? new TaskProxy(_server.RootUrl, task, _server.Clock)
            : null;
        var (exitCode, output) = await TaskProgram.RunAsync(
            _options.Program,
            _options.Arguments(task),
            task.Folder,
            Environment(task, proxy),
            task.MaxRunTime,
            cancellationToken);
        var (isComplete, log) = await UploadAsync(task, exitCode == 0, output, cancellationToken);
        bool isCompleted = exitCode == 0 && isComplete;
        await _http.CallAsync(
            task.Credentials,
            "POST",
            $"/api/queue/v1/task/{task.Id}/runs/{task.Run}/{(isCompleted ? RunState.Completed : RunState.Failed)}",
            [],
            cancellationToken);
        return new WorkerResult(
            task.Id, task.Definition["metadata"]!["name"]!.GetValue<string>(), exitCode, isCompleted, log);
    }

    private ImmutableDictionary<string, string> Environment(WorkerTask task, TaskProxy? proxy)
    {
        var environment = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string name in _options.Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        environment["SLIPWAY_HOME"] = Path.Join(task.Folder, "slipway");
        foreach (var (name, value) in _options.Environment(task).Concat(task.Environment))
        {
            environment[name] = value;
        }

        environment["TASK_ID"] = task.Id;
        environment["RUN_ID"] = task.Run.ToString();
        environment["TASK_GROUP_ID"] = task.Definition.Text("taskGroupId");
        environment["TASKCLUSTER_ROOT_URL"] = _server.RootUrl.AbsoluteUri.TrimEnd('/');
        if (proxy is not null)
        {
            environment["TASKCLUSTER_PROXY_URL"] = proxy.Url;
        }

        return environment.ToImmutable();
    }

    private async Task<(bool IsComplete, string Log)> UploadAsync(
        WorkerTask task, bool isSuccess, string log, CancellationToken cancellationToken)
    {
        var uploader = new ArtifactUploader(_http, task, _options.StorageType);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        bool isComplete = true;
        foreach (var artifact in task.Artifacts.SelectMany(task.FilesOf))
        {
            if (_server.Tasks.Find(task.Id)!.Artifacts.Contains(artifact.Name))
            {
                // The task has uploaded it itself.
                continue;
            }

            if (File.Exists(artifact.File))
            {
                hashes[artifact.Name] = await uploader.UploadAsync(artifact, cancellationToken);
            }
            else
            {
                isComplete = false;
                log += $"[worker] {artifact.Name} is missing\n";
                await uploader.ReportMissingAsync(artifact, cancellationToken);
            }
        }

        string file = Path.Join(task.Folder, "live_backing.log");
        await File.WriteAllTextAsync(file, log, cancellationToken);
        hashes["public/logs/live_backing.log"] = await uploader.UploadAsync(
            new WorkerArtifact("public/logs/live_backing.log", file, "text/plain; charset=utf-8", task.Expires),
            cancellationToken);
        await uploader.LinkAsync("public/logs/live.log", "public/logs/live_backing.log", cancellationToken);
        if (task.Has("chainOfTrust") && isSuccess)
        {
            var (json, signature) = await new ChainOfTrustWriter(_http, task, _options).WriteAsync(
                hashes, cancellationToken);
            await uploader.UploadAsync(json, cancellationToken);
            await uploader.UploadAsync(signature, cancellationToken);
        }

        return (isComplete, log);
    }
}
