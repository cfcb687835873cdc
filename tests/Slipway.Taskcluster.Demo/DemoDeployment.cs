using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.Taskcluster.Demo;

/// <summary>The services, a decision for every push, and workers that build what it asks for.</summary>
/// <param name="folder">The files.</param>
/// <param name="output">Told what happens.</param>
internal sealed class DemoDeployment(DemoFolder folder, TextWriter output) : IAsyncDisposable
{
    private const int WorkersOfQueue = 2;
    private const int LinesOfLog = 12;

    // Where the payload of docker-worker wants the image; generic-worker is told its own file.
    private const string ImageFile = "/workspace/out/image.tar.zst";

    private readonly TaskclusterServer _server = new() { ClaimWait = TimeSpan.FromMilliseconds(200) };

    private string RootUrl => _server.RootUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>Pushes once, and once more for every line of the input.</summary>
    public async Task RunAsync(TextReader input, CancellationToken cancellationToken)
    {
        _server.Roles.Set(
            Roles.Anonymous,
            "auth:current-scopes",
            "queue:get-artifact:public/*",
            "queue:get-task:*",
            "queue:status:*",
            "index:find-task:*",
            "index:list-tasks:*",
            "index:list-namespaces:*");
        folder.WriteEnvironment(
            RootUrl, _server.Clients.Add("demo/you", "index:insert-task:*", "index:delete-task:*"));
        await output.WriteLineAsync($"Taskcluster, as far as images need it, answers at {RootUrl}.");
        for (int number = 1; ; number++)
        {
            await PushAsync(number, cancellationToken);
            await output.WriteLineAsync(number == 1 ? DemoText.WhatNext(folder) : DemoText.Again);
            await output.FlushAsync(cancellationToken);
            // The console's own reader waits for a line whatever is cancelled meanwhile.
            if (await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken) is null)
            {
                // Nobody is at the keyboard: the services stay until a signal comes.
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task PushAsync(int number, CancellationToken cancellationToken)
    {
        var push = new DemoPush(number, _server.Clock.GetUtcNow());
        string parameters = folder.PathOf("parameters.yml");
        await File.WriteAllTextAsync(parameters, push.ToParameters(), cancellationToken);
        string[] command = ["decision", "--root", folder.Tree, "--parameters", parameters, "--upload"];
        await output.WriteLineAsync($"\nPush {number}: a decision task runs `slipway {string.Join(' ', command)}`\n");
        string decision = _server.AddTask([], DemoPush.DecisionTask(), result: RunState.Pending);
        using var worker = Worker(DemoPush.Workers, 1, _ => command);
        var decided = await worker.RunOneAsync(cancellationToken);
        await output.WriteLineAsync(Indent(decided?.Log.TrimEnd() ?? "No worker took it."));
        if (decided is not { IsCompleted: true })
        {
            return;
        }

        string[] queues = [.. TasksOf(decision)
            .Select(task => (string)task.Definition["taskQueueId"]!)
            .Distinct(StringComparer.Ordinal)];
        await output.WriteLineAsync(queues.Length == 0 ? "\nNothing is to be built." : "\nWorkers build:\n");
        await Task.WhenAll(queues.SelectMany(queue => Enumerable.Range(1, WorkersOfQueue).Select(
            index => BuildAsync(decision, queue, index, cancellationToken))));
        int missing = TasksOf(decision).Count(task => task.State != RunState.Completed);
        if (missing > 0)
        {
            await output.WriteLineAsync($"\n{missing} tasks failed, or wait for one that did; see above.");
        }
    }

    /// <summary>Runs the tasks of a group that wait in a queue, until none is left that can run.</summary>
    private async Task BuildAsync(string group, string queue, int index, CancellationToken cancellationToken)
    {
        using var worker = Worker(queue, index, CommandOf);
        while (HasWork(group, queue))
        {
            if (await worker.RunOneAsync(cancellationToken) is { } result)
            {
                await output.WriteLineAsync(
                    $"    {result.Name}: {(result.IsCompleted ? "completed" : "failed")}, task {result.TaskId}");
                if (!result.IsCompleted)
                {
                    string[] lines = result.Log.TrimEnd().Split('\n');
                    await output.WriteLineAsync(Indent(string.Join('\n', lines.TakeLast(LinesOfLog))));
                }
            }
        }
    }

    /// <summary>Whether a task may still come: one that waits for a failed one never does.</summary>
    private bool HasWork(string group, string queue)
    {
        var tasks = TasksOf(group);
        bool isAnyActive = tasks.Any(task => task.State is RunState.Pending or RunState.Running);
        return isAnyActive && tasks.Any(task => (string?)task.Definition["taskQueueId"] == queue
            && task.State is RunState.Unscheduled or RunState.Pending or RunState.Running);
    }

    private TestTask[] TasksOf(string group) => [.. _server.Tasks.All.Where(task =>
        task.Id != group && (string?)task.Definition["taskGroupId"] == group)];

    private TestWorker Worker(string queue, int index, Func<WorkerTask, IEnumerable<string>> command) =>
        new(_server, new WorkerOptions
        {
            Queue = queue,
            Id = $"worker-{index}",
            Program = folder.Slipway,
            Arguments = command,
        });

    private static IEnumerable<string> CommandOf(WorkerTask task) =>
        task.Payload["command"] is JsonArray and [JsonArray command]
            ? command.Select(word => (string)word!).Skip(1)
            : ["build-task", "--output", task.MapPath(ImageFile)];

    private static string Indent(string text) => "    " + text.ReplaceLineEndings("\n    ");
}
