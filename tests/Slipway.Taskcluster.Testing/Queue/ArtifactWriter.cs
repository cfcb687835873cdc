using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Objects;
using Slipway.Taskcluster.Testing.Shapes;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The Queue's methods for those who upload artifacts.</summary>
internal sealed class ArtifactWriter(ServerState state, ObjectService objects)
{
    private const int ContentTypeLength = 255;

    private static readonly (string, Shape) Expires = ("expires", Shape.Time);
    private static readonly (string, Shape) ContentType = ("contentType", Shape.Text(maximum: ContentTypeLength));
    private static readonly (string, Shape) StorageType = ("storageType", Shape.Text());
    private static readonly (string, Shape) ContentLength = ("contentLength", Shape.Integer(0));

    private static readonly Shape Creation = new VariantShape(
        "storageType",
        ("s3", Shape.Object([StorageType, Expires, ContentType], [ContentLength])),
        ("object", Shape.Object([StorageType, Expires, ContentType], [ContentLength])),
        ("reference", Shape.Object([StorageType, Expires, ("url", Shape.Uri), ContentType])),
        ("link", Shape.Object([StorageType, Expires, ("artifact", Shape.Text())], [ContentType])),
        ("error", Shape.Object(
        [
            StorageType, Expires, ("message", Shape.Text(maximum: 4096)),
            ("reason", Shape.OneOf(
                "file-missing-on-worker",
                "invalid-resource-on-worker",
                "too-large-file-on-worker",
                "file-not-readable-on-worker")),
        ])));

    public IReadOnlyList<Endpoint> Endpoints =>
    [
        new("createArtifact", "POST", "/task/{taskId}/runs/{runId}/artifacts/{*name}")
        {
            // The service also declares the scope; it asks for the same in the method.
            Scopes = call => $"queue:create-artifact:{call["taskId"]}/{call["runId"]}",
            Input = Creation,
            Handle = state.Locked(Create),
        },
        new("finishArtifact", "PUT", "/task/{taskId}/runs/{runId}/artifacts/{*name}")
        {
            Scopes = call => $"queue:create-artifact:{call["taskId"]}/{call["runId"]}",
            Input = Shape.Object([("uploadId", Shape.TaskId)]),
            Handle = state.Locked(Finish),
        },
    ];

    public static string ObjectName(string task, int run, string name) => $"t/{task}/{run}/{name}";

    public static string BlobKey(string task, int run, string name) => $"artifacts/{task}/{run}/{name}";

    private Answer Create(Call call)
    {
        string name = call["name"];
        var body = call.Body;
        var expires = body.Time("expires");
        if (expires < state.Now.AddMinutes(-15))
        {
            throw ApiError.Input("Expires must be in the future");
        }

        var task = state.Tasks.Get(call["taskId"]) ?? throw ApiError.Input("Task not found");
        var run = task.FindRun(call.Run) ?? throw ApiError.Input("Run not found");
        if (run.WorkerId is null)
        {
            throw ApiError.Input("Run was not claimed by a worker and so no artifacts can exist");
        }

        if (expires > task.Expires)
        {
            throw ApiError.Input(
                $"Artifact expires ({JsonTexts.Time(expires)}) after the task expiration "
                + $"{JsonTexts.Time(task.Expires)} "
                + "(task.expires < expires) - this is not allowed, artifacts may not expire after the task they belong "
                + "to expires");
        }

        CheckOpen(task, run);
        return Answer.Json(Reply(task, call.Run, Store(task, call.Run, name, body, expires)));
    }

    private void CheckOpen(TaskRecord task, RunRecord run)
    {
        bool isOpen = run.State == RunState.Running
            || (run.State == RunState.Exception && run.Resolved > state.Now.AddMinutes(-25));
        if (!isOpen)
        {
            throw ApiError.Conflict(
                "Artifacts cannot be created for a task after it is resolved, unless it is resolved 'exception', and "
                + "even in this "
                + "case only up to 25 min past resolution.\n\nTask status: "
                + $"{task.Status().ToJsonString(JsonTexts.Indented)}");
        }
    }

    private ArtifactRecord Store(TaskRecord task, int run, string name, JsonObject body, DateTimeOffset expires)
    {
        string type = body.Text("storageType");
        var existing = task.Runs[run].Artifacts.GetValueOrDefault(name);
        var details = type switch
        {
            // Asked for again, the service makes a new upload id, which its own Object service then refuses.
            "object" when existing is not null => throw ApiError.Internal(),
            "object" => new JsonObject { ["uploadId"] = Slug.New() },
            "reference" => new JsonObject { ["url"] = body.Text("url") },
            "link" => new JsonObject { ["artifact"] = body.Text("artifact") },
            "error" => new JsonObject { ["message"] = body.Text("message"), ["reason"] = body.Text("reason") },
            _ => [],
        };
        if (type == "object")
        {
            objects.Begin(
                ObjectName(task.Id, run, name), task.Definition.Text("projectId"), details.Text("uploadId"), expires);
        }

        var created = new ArtifactRecord(
            name, type, body["contentType"]?.GetValue<string>() ?? "application/binary", expires, details)
        {
            IsPresent = type != "object",
            ContentLength = body["contentLength"]?.GetValue<long>(),
        };
        if (existing is not null && !created.MayReplace(existing))
        {
            throw ApiError.Conflict(
                "Artifact already exists with different properties, and none of the allowed exceptions apply: "
                + existing.ToJson().ToJsonString(JsonTexts.Indented));
        }

        task.Runs[run].Artifacts[name] = created;
        return created;
    }

    private JsonObject Reply(TaskRecord task, int run, ArtifactRecord artifact)
    {
        switch (artifact.StorageType)
        {
            case "object":
                string objectName = ObjectName(task.Id, run, artifact.Name);
                string project = task.Definition.Text("projectId");
                var day = state.Now.AddDays(1);
                var credentials = TemporaryCredentials.Issue(
                    state.QueueCredentials,
                    $"artifact-upload/{task.Id}/{run}/on/{task.Runs[run].WorkerGroup}/{task.Runs[run].WorkerId}",
                    state.Now,
                    artifact.Expires < day ? artifact.Expires : day,
                    $"object:upload:{project}:{objectName}");
                return new JsonObject
                {
                    ["storageType"] = "object",
                    ["name"] = objectName,
                    ["projectId"] = project,
                    ["uploadId"] = artifact.Details.Text("uploadId"),
                    ["expires"] = JsonTexts.Time(artifact.Expires),
                    ["credentials"] = credentials.ToJson(),
                };
            case "s3":
                var expires = state.Now.AddMinutes(45);
                return new JsonObject
                {
                    ["storageType"] = "s3",
                    ["contentType"] = artifact.ContentType,
                    ["expires"] = JsonTexts.Time(expires),
                    ["putUrl"] = state.SignStorage(new Grant(
                        "PUT",
                        BlobKey(task.Id, run, artifact.Name),
                        [("Content-Type", artifact.ContentType)],
                        expires)),
                };
            default:
                return new JsonObject { ["storageType"] = artifact.StorageType };
        }
    }

    private Answer Finish(Call call)
    {
        string name = call["name"];
        var task = state.Tasks.Get(call["taskId"]);
        var run = task?.FindRun(call.Run);
        if (run is null || !run.Artifacts.TryGetValue(name, out var artifact))
        {
            throw ApiError.NotFound(
                $"Artifact with taskId `{call["taskId"]}`, runId {call.Run}, name `{name}` not found");
        }

        if (artifact.StorageType != "object")
        {
            throw ApiError.Input("Only object artifacts can be finished");
        }

        if (!artifact.IsPresent)
        {
            if (call.Body.Text("uploadId") != artifact.Details.Text("uploadId"))
            {
                throw ApiError.Input("given uploadId does not match that for the artifact");
            }

            if (state.Objects.FindComplete(ObjectName(task!.Id, call.Run, name)) is null)
            {
                throw ApiError.Input("Object storing artifact data does not exist");
            }

            run.Artifacts[name] = artifact with { IsPresent = true, Details = [] };
        }

        return new Answer(204);
    }
}
