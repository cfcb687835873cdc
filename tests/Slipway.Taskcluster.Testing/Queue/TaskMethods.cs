using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The Queue's methods for those who create tasks and ask how they stand.</summary>
internal sealed class TaskMethods(ServerState state)
{
    private static readonly Shape TaskIds = Shape.Object([], [("taskIds", Shape.List(Shape.TaskId))]);

    public IReadOnlyList<Endpoint> Endpoints =>
        [
            new("task", "GET", "/task/{taskId}")
            {
                Scopes = call => $"queue:get-task:{call["taskId"]}",
                Handle = state.Locked(call => Answer.Json(Find(call["taskId"]).Definition)),
            },
            new("status", "GET", "/task/{taskId}/status")
            {
                Scopes = call => $"queue:status:{call["taskId"]}",
                Handle = state.Locked(call => Status(Find(call["taskId"]))),
            },
            new("tasks", "POST", "/tasks")
            {
                Query = Endpoint.PagingArguments,
                Input = TaskIds,
                Handle = state.Locked(call =>
                    Many(
                        call,
                        "queue:get-task",
                        "tasks",
                        task => new JsonObject { ["taskId"] = task.Id, ["task"] = task.Definition.DeepClone() })),
            },
            new("statuses", "POST", "/tasks/status")
            {
                Query = Endpoint.PagingArguments,
                Input = TaskIds,
                Handle = state.Locked(call =>
                    Many(
                        call,
                        "queue:status",
                        "statuses",
                        task => new JsonObject { ["taskId"] = task.Id, ["status"] = task.Status() })),
            },
            new("createTask", "PUT", "/task/{taskId}") { Input = TaskShape.Request, Handle = state.Locked(Create) },
            new("scheduleTask", "POST", "/task/{taskId}/schedule") { Handle = state.Locked(Schedule) },
            new("rerunTask", "POST", "/task/{taskId}/rerun") { Handle = state.Locked(Rerun) },
            new("cancelTask", "POST", "/task/{taskId}/cancel") { Handle = state.Locked(Cancel) },
            new("listTaskGroup", "GET", "/task-group/{taskGroupId}/list")
            {
                Query = Endpoint.PagingArguments,
                Scopes = call => $"queue:list-task-group:{call["taskGroupId"]}",
                Handle = state.Locked(ListGroup),
            },
        ];

    private static Answer Status(TaskRecord task) => Answer.Json(new JsonObject { ["status"] = task.Status() });

    private static Answer List(
        Call call, string name, TaskRecord[] all, Func<TaskRecord, JsonObject> toJson, JsonObject body)
    {
        var (page, next) = call.Page(all);
        body[name] = new JsonArray([.. page.Select(toJson)]);
        if (next is not null)
        {
            body["continuationToken"] = next;
        }

        return Answer.Json(body);
    }

    private TaskRecord Find(string id) =>
        state.Tasks.Get(id)
        ?? throw ApiError.NotFound(
            $"`{id}` does not correspond to a task that exists.\nAre you sure this task has already been submitted?");

    private Answer Many(Call call, string scope, string name, Func<TaskRecord, JsonObject> toJson)
    {
        string[] ids = call.Body.ContainsKey("taskIds") ? call.Body.Texts("taskIds") : [];
        call.Authorize(ScopeExpression.All(ids.Select(id => $"{scope}:{id}")));
        return List(call, name, [.. ids.Distinct().Select(state.Tasks.Get).OfType<TaskRecord>()], toJson, []);
    }

    private Answer ListGroup(Call call)
    {
        string group = call["taskGroupId"];
        TaskRecord[] all = [.. state.Tasks.Records.Where(task => task.Definition.Text("taskGroupId") == group)];
        if (all.Length == 0)
        {
            throw ApiError.NotFound($"No task-group with taskGroupId: `{group}`");
        }

        return List(
            call,
            "tasks",
            all,
            task => new JsonObject { ["status"] = task.Status(), ["task"] = task.Definition.DeepClone() },
            new JsonObject
            {
                ["taskGroupId"] = group,
                ["schedulerId"] = all[0].Definition.Text("schedulerId"),
                ["expires"] = JsonTexts.Time(all.Max(task => task.Expires).AddHours(1)),
            });
    }

    private Answer Create(Call call)
    {
        string id = call["taskId"];
        var task = TaskDefinition.Complete(call.Body);
        Authorize(call, task);
        task = TaskDefinition.CheckTimes(id, task, state.Now);
        string group = task.Text("taskGroupId");
        string scheduler = task.Text("schedulerId");
        if (state.Tasks.Records.Any(other => other.Definition.Text("taskGroupId") == group
            && other.Definition.Text("schedulerId") != scheduler))
        {
            throw ApiError.Conflict(
                $"Task group `{group}` contains tasks with a schedulerId other\nthan `{scheduler}`. "
                + "All tasks in the same task-group must have\nthe same schedulerId.");
        }

        if (state.Tasks.Get(id) is { } existing)
        {
            return JsonNode.DeepEquals(existing.Definition, task)
                ? Status(existing)
                : throw ApiError.Conflict(
                    $"taskId `{id}` already used by another task.\nThis could be the result of faulty idempotency!");
        }

        CheckDependencies(task);
        var created = new TaskRecord(id, task);
        created.Waiting.RemoveWhere(other =>
            state.Tasks.Get(other) is { } dependency
            && (
                dependency.State == RunState.Completed
                || (dependency.IsResolved && task.Text("requires") == "all-resolved")));
        state.Tasks.Add(created);
        if (created.Waiting.Count == 0)
        {
            TaskBook.Schedule(created, state.Now);
        }

        return Status(created);
    }

    private static void Authorize(Call call, JsonObject task)
    {
        // A priority includes all that are lower.
        int at = Array.IndexOf(TaskShape.Priorities, task.Text("priority"));
        string queue = $"{task.Text("provisionerId")}/{task.Text("workerType")}";
        call.Authorize(
            new ScopeExpression.AllOf([
                .. task.Texts("scopes").Select(scope => new ScopeExpression.One(scope)),
                .. task.Texts("routes").Select(route => new ScopeExpression.One($"queue:route:{route}")),
                $"queue:create-task:project:{task.Text("projectId")}",
                $"queue:scheduler-id:{task.Text("schedulerId")}",
                new ScopeExpression.AnyOf([
                    .. TaskShape
                        .Priorities[..(at + 1)]
                        .Select(priority => new ScopeExpression.One($"queue:create-task:{priority}:{queue}")),
                ]),
            ]));
    }

    private void CheckDependencies(JsonObject task)
    {
        string[] all = task.Texts("dependencies");
        string[] missing = [.. all.Where(id => state.Tasks.Get(id) is null)];
        if (missing.Length > 0)
        {
            throw ApiError.Input("`task.dependencies` references non-existing tasks: \n"
                + string.Concat(missing.Select(id => $" * {id}\n"))
                + "All taskIds in `task.dependencies` **must** exist\nbefore the task is created.\n");
        }

        string[] expiring = [.. all.Where(id => state.Tasks.Get(id)!.Expires < task.Time("deadline"))];
        if (expiring.Length > 0)
        {
            throw ApiError.Input("`task.dependencies` references tasks that expires\n"
                + "before `task.deadline` this is not allowed, see tasks: \n"
                + string.Concat(expiring.Select(id => $" * {id},\n")));
        }
    }

    private Answer Schedule(Call call)
    {
        var task = FindFor(call, "schedule-task");
        TaskBook.Schedule(task, state.Now);
        return Status(task);
    }

    private Answer Rerun(Call call)
    {
        var task = FindFor(call, "rerun-task");
        if (task.State is not (RunState.Pending or RunState.Running))
        {
            task.RetriesLeft = task.Definition["retries"]!.GetValue<int>();
            task.Runs.Add(new RunRecord(task.Runs.Count == 0 ? "scheduled" : "rerun", state.Now));
        }

        return Status(task);
    }

    private Answer Cancel(Call call)
    {
        var task = FindFor(call, "cancel-task");
        if (!task.IsResolved)
        {
            if (task.Runs.Count == 0)
            {
                task.Runs.Add(new RunRecord("exception", state.Now));
            }

            state.Tasks.Resolve(task, RunState.Exception, "canceled", state.Now);
        }

        return Status(task);
    }

    private TaskRecord FindFor(Call call, string scope)
    {
        var task = Find(call["taskId"]);
        var definition = task.Definition;
        call.Authorize(new ScopeExpression.AnyOf(
        [
            $"queue:{scope}:{definition.Text("schedulerId")}/{definition.Text("taskGroupId")}/{task.Id}",
            $"queue:{scope}-in-project:{definition.Text("projectId")}",
        ]));
        return task.Deadline < state.Now
            ? throw ApiError.Conflict(
                $"Task `{task.Id}` can't be changed past its deadline of {JsonTexts.Time(task.Deadline)}.")
            : task;
    }
}
