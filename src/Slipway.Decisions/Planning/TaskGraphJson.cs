using System.Text.Json.Nodes;

namespace Slipway.Decisions.Planning;

/// <summary>The files that a decision leaves for others, as artifacts of its task.</summary>
public static class TaskGraphJson
{
    /// <summary>Which task has each image: a JSON object by image.</summary>
    public const string ImageTasksFile = "image-tasks.json";

    /// <summary>The tasks that were made, in taskgraph's shape.</summary>
    public const string TaskGraphFile = "task-graph.json";

    /// <summary>What people may do to the tasks of a decision afterwards.</summary>
    public const string ActionsFile = "actions.json";

    /// <summary>The push, as taskgraph's decisions leave it. JSON is YAML too.</summary>
    public const string ParametersFile = "parameters.yml";

    /// <summary>The status of an image whose task was found.</summary>
    public const string Reused = "reused";

    /// <summary>The status of an image whose task the decision makes.</summary>
    public const string New = "new";

    /// <summary><c>{image: {taskId, digest, status, namespace}}</c></summary>
    public static JsonObject ImageTasks(DecisionPlan plan)
    {
        var result = new JsonObject();
        foreach (var image in plan.Images.Values)
        {
            result[image.Image.Value] = new JsonObject
            {
                ["taskId"] = image.Task.Value,
                ["digest"] = image.Digest.ToString(),
                ["status"] = image.IsNew ? New : Reused,
                ["namespace"] = image.Namespace?.Value,
            };
        }

        return result;
    }

    /// <summary>
    /// By task id, as taskgraph's <c>task-graph.json</c> (<c>taskgraph/task.py</c>, <c>Task.to_json</c>).
    /// </summary>
    public static JsonObject TaskGraph(DecisionPlan plan)
    {
        var result = new JsonObject();
        foreach (var task in plan.Tasks)
        {
            result[task.Id.Value] = new JsonObject
            {
                ["kind"] = task.Kind,
                ["label"] = task.Label,
                ["description"] = task.Description,
                ["attributes"] = Attributes(task, plan),
                ["dependencies"] = Names(task),
                ["soft_dependencies"] = new JsonArray(),
                ["if_dependencies"] = new JsonArray(),
                ["optimization"] = task.Search.IsEmpty
                    ? null
                    : new JsonObject { ["index-search"] = TaskFrame.ToArray(task.Search) },
                ["task"] = task.Definition.DeepClone(),
                ["task_id"] = task.Id.Value,
            };
        }

        return result;
    }

    /// <summary>That nobody may do anything.</summary>
    /// <remarks>https://docs.taskcluster.net/docs/manual/design/conventions/actions/spec</remarks>
    public static JsonObject NoActions() => new()
    {
        ["version"] = 1,
        ["variables"] = new JsonObject(),
        ["actions"] = new JsonArray(),
    };

    /// <summary>The push in the words of taskgraph's parameters.</summary>
    public static JsonObject Parameters(PushParameters parameters) => new()
    {
        ["base_repository"] = parameters.BaseRepository,
        ["build_date"] = parameters.Push.PushDate.ToUnixTimeSeconds(),
        ["head_ref"] = parameters.HeadRef,
        ["head_repository"] = parameters.HeadRepository,
        ["head_rev"] = parameters.HeadRevision,
        ["level"] = parameters.Push.Level.ToString(),
        ["owner"] = parameters.Owner,
        ["project"] = parameters.Project,
        ["pushdate"] = parameters.Push.PushDate.ToUnixTimeSeconds(),
        ["pushlog_id"] = parameters.PushlogId,
        ["repository_type"] = parameters.RepositoryType,
        ["tasks_for"] = parameters.TasksFor,
    };

    private static JsonObject Attributes(DecisionTask task, DecisionPlan plan)
    {
        if (task.Attributes is { } own)
        {
            var all = own.DeepClone().AsObject();
            all["kind"] = task.Kind;
            return all;
        }

        if (task.Images.IsEmpty)
        {
            return new JsonObject { ["kind"] = FileTasks.Kind, ["file"] = task.File };
        }

        string name = task.Images[0].Value;
        var image = plan.Images[task.Images[0]];
        string digest = image.Digest.ToString();
        var attributes = new JsonObject
        {
            ["kind"] = DecisionPlanner.Kind,
            ["image_name"] = name,
            ["artifact_prefix"] = "public",
            ["digest"] = digest,
            ["always_target"] = true,
            ["run_on_projects"] = new JsonArray(),
            ["run_on_tasks_for"] = new JsonArray("all"),
            ["shipping_phase"] = null,
        };
        if (image.Namespace is not null)
        {
            attributes["cached_task"] = new JsonObject
            {
                ["type"] = "docker-images.v2",
                ["name"] = name,
                ["digest"] = digest,
            };
        }

        return attributes;
    }

    private static JsonObject Names(DecisionTask task)
    {
        var result = new JsonObject();
        foreach (var (name, id) in task.Dependencies)
        {
            result[name] = id.Value;
        }

        return result;
    }
}
