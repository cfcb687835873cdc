using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The Queue's methods for workers.</summary>
internal sealed class WorkerMethods(ServerState state)
{
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(20);

    private static readonly Shape ClaimWorkRequest = Shape.Object(
        [("workerGroup", TaskShape.Identifier), ("workerId", TaskShape.Identifier)], [("tasks", Shape.Integer(1, 32))]);

    private static readonly Shape ClaimRequest = Shape.Object(
        [("workerGroup", TaskShape.Identifier), ("workerId", TaskShape.Identifier)]);

    private static readonly Shape ExceptionRequest = Shape.Object([("reason", Shape.OneOf(
        "worker-shutdown", "malformed-payload", "resource-unavailable", "internal-error", "intermittent-task"))]);

    public IReadOnlyList<Endpoint> Endpoints =>
        [
            new("claimWork", "POST", "/claim-work/{*taskQueueId}")
            {
                Input = ClaimWorkRequest,
                Handle = ClaimWorkAsync,
            },
            new("claimTask", "POST", "/task/{taskId}/runs/{runId}/claim")
            {
                Input = ClaimRequest,
                Handle = state.Locked(Claim),
            },
            new("reclaimTask", "POST", "/task/{taskId}/runs/{runId}/reclaim")
            {
                Scopes = call => $"queue:reclaim-task:{call["taskId"]}/{call["runId"]}",
                Handle = state.Locked(Reclaim),
            },
            new("reportCompleted", "POST", "/task/{taskId}/runs/{runId}/completed")
            {
                Scopes = Resolving,
                Handle = state.Locked(call => Report(call, RunState.Completed)),
            },
            new("reportFailed", "POST", "/task/{taskId}/runs/{runId}/failed")
            {
                Scopes = Resolving,
                Handle = state.Locked(call => Report(call, RunState.Failed)),
            },
            new("reportException", "POST", "/task/{taskId}/runs/{runId}/exception")
            {
                Scopes = Resolving,
                Input = ExceptionRequest,
                Handle = state.Locked(ReportException),
            },
        ];

    private static ScopeExpression Resolving(Call call) => $"queue:resolve-task:{call["taskId"]}/{call["runId"]}";

    private async Task<Answer> ClaimWorkAsync(Call call, CancellationToken cancellationToken)
    {
        string queue = call["taskQueueId"];
        string group = call.Body.Text("workerGroup");
        string worker = call.Body.Text("workerId");
        int wanted = call.Body["tasks"]?.GetValue<int>() ?? 1;
        call.Authorize(ScopeExpression.All([$"queue:claim-work:{queue}", $"queue:worker-id:{group}/{worker}"]));
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            JsonObject[] claims;
            lock (state.Gate)
            {
                state.Tasks.Sweep(state.Now);
                claims =
                [
                    .. state.Tasks.Records
                        .Where(task => task.State == RunState.Pending && task.TaskQueueId == queue)
                        .OrderBy(task => Array.IndexOf(TaskShape.Priorities, task.Definition.Text("priority")))
                        .Take(wanted)
                        .Select(task => Take(task, group, worker)),
                ];
            }

            if (claims.Length > 0 || TimeProvider.System.GetElapsedTime(started) >= state.ClaimWait)
            {
                return Answer.Json(new JsonObject { ["tasks"] = new JsonArray([.. claims]) });
            }

            await Task.Delay(PollTime, cancellationToken);
        }
    }

    private Answer Claim(Call call)
    {
        var task = Find(call["taskId"]);
        string group = call.Body.Text("workerGroup");
        string worker = call.Body.Text("workerId");
        call.Authorize(
            ScopeExpression.All([$"queue:claim-task:{task.TaskQueueId}", $"queue:worker-id:{group}/{worker}"]));
        var run = FindRun(task, call.Run);
        return
            run.State == RunState.Pending
            || (run.State == RunState.Running && (run.WorkerGroup, run.WorkerId) == (group, worker))
            ? Answer.Json(Take(task, group, worker))
            : throw ApiError.Conflict($"Run {call.Run} was already claimed by another worker.");
    }

    private JsonObject Take(TaskRecord task, string group, string worker)
    {
        var run = task.Runs[^1];
        run.State = RunState.Running;
        run.WorkerGroup = group;
        run.WorkerId = worker;
        run.Started ??= state.Now;
        run.TakenUntil = state.Now + state.ClaimTime;
        var claim = Claimed(task);
        claim["task"] = task.Definition.DeepClone();
        return claim;
    }

    private JsonObject Claimed(TaskRecord task)
    {
        int id = task.Runs.Count - 1;
        var run = task.Runs[id];
        var until = run.TakenUntil!.Value;
        string name =
            $"task-client/{task.Id}/{id}/on/{run.WorkerGroup}/{run.WorkerId}/until/{until.ToUnixTimeSeconds()}";
        var credentials = TemporaryCredentials.Issue(
            state.QueueCredentials,
            name,
            state.Now,
            until,
            [
                $"queue:reclaim-task:{task.Id}/{id}",
                $"queue:resolve-task:{task.Id}/{id}",
                $"queue:create-artifact:{task.Id}/{id}",
                .. task.Definition.Texts("scopes"),
            ]);
        return new JsonObject
        {
            ["status"] = task.Status(),
            ["runId"] = id,
            ["workerGroup"] = run.WorkerGroup,
            ["workerId"] = run.WorkerId,
            ["takenUntil"] = JsonTexts.Time(until),
            ["credentials"] = credentials.ToJson(),
        };
    }

    private Answer Reclaim(Call call)
    {
        var task = Find(call["taskId"]);
        var run = FindRun(task, call.Run);
        CheckRunning(task, run, call.Run);
        run.TakenUntil = state.Now + state.ClaimTime;
        return Answer.Json(Claimed(task));
    }

    private Answer Report(Call call, string target)
    {
        var task = Find(call["taskId"]);
        var run = FindRun(task, call.Run);
        if (run.State is not RunState.Running && run.State != target)
        {
            throw ApiError.Conflict($"Run {call.Run} of task `{task.Id}` is not running or {target}.");
        }

        if (run.State != target)
        {
            CheckRunning(task, run, call.Run);
            state.Tasks.Resolve(task, target, target, state.Now);
        }

        return Answer.Json(new JsonObject { ["status"] = task.Status() });
    }

    private Answer ReportException(Call call)
    {
        var task = Find(call["taskId"]);
        var run = FindRun(task, call.Run);
        string reason = call.Body.Text("reason");
        if ((run.State, run.ReasonResolved) != (RunState.Exception, reason))
        {
            CheckRunning(task, run, call.Run);
            if (reason is "worker-shutdown" or "intermittent-task")
            {
                state.Tasks.Retry(task, reason, reason == "worker-shutdown" ? "retry" : "task-retry", state.Now);
            }
            else
            {
                state.Tasks.Resolve(task, RunState.Exception, reason, state.Now);
            }
        }

        return Answer.Json(new JsonObject { ["status"] = task.Status() });
    }

    private TaskRecord Find(string id) =>
        state.Tasks.Get(id) ?? throw ApiError.NotFound($"Task `{id}` not found. Are you sure it was created?");

    private static RunRecord FindRun(TaskRecord task, int id) =>
        task.FindRun(id) ?? throw ApiError.NotFound($"Run {id} not found on task `{task.Id}`.");

    private static void CheckRunning(TaskRecord task, RunRecord run, int id)
    {
        if (run.State != RunState.Running || task.Runs.Count - 1 != id)
        {
            throw ApiError.Conflict($"Run {id} on task `{task.Id}` is resolved or not running.");
        }
    }
}
