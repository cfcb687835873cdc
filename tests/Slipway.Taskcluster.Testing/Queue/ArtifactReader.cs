using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Objects;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The Queue's methods for those who download artifacts.</summary>
internal sealed class ArtifactReader(ServerState state, ObjectService objects)
{
    public IReadOnlyList<Endpoint> Endpoints =>
    [
        new("listArtifacts", "GET", "/task/{taskId}/runs/{runId}/artifacts")
        {
            Query = Endpoint.PagingArguments,
            Scopes = call => $"queue:list-artifacts:{call["taskId"]}:{call["runId"]}",
            Handle = state.Locked(call => List(call, call.Run)),
        },
        new("listLatestArtifacts", "GET", "/task/{taskId}/artifacts")
        {
            Query = Endpoint.PagingArguments,
            Scopes = call => $"queue:list-artifacts:{call["taskId"]}",
            Handle = state.Locked(call => List(call, LatestRun(call["taskId"]))),
        },
        new("artifactInfo", "GET", "/task/{taskId}/runs/{runId}/artifact-info/{*name}")
        {
            Scopes = call => $"queue:list-artifacts:{call["taskId"]}:{call["runId"]}",
            Handle = state.Locked(call => Info(call, call.Run)),
        },
        new("latestArtifactInfo", "GET", "/task/{taskId}/artifact-info/{*name}")
        {
            Scopes = call => $"queue:list-artifacts:{call["taskId"]}",
            Handle = state.Locked(call => Info(call, LatestRun(call["taskId"]))),
        },
        new("getArtifact", "GET", "/task/{taskId}/runs/{runId}/artifacts/{*name}")
        {
            Handle = state.Locked(call => Redirect(call, call.Run)),
        },
        new("getLatestArtifact", "GET", "/task/{taskId}/artifacts/{*name}")
        {
            Handle = state.Locked(call => Redirect(call, AuthorizedLatestRun(call))),
        },
        new("artifact", "GET", "/task/{taskId}/runs/{runId}/artifact-content/{*name}")
        {
            Handle = state.Locked(call => Content(call, call.Run)),
        },
        new("latestArtifact", "GET", "/task/{taskId}/artifact-content/{*name}")
        {
            Handle = state.Locked(call => Content(call, LatestRun(call["taskId"]))),
        },
    ];

    /// <summary>
    /// Where the bytes of an artifact are that everybody may have; null when the Queue has to say it.
    /// </summary>
    public string? PublicUrl(string task, string name)
    {
        var record = state.Tasks.Get(task);
        return
            record is { Runs.Count: > 0 }
            && record.Runs[^1].Artifacts.TryGetValue(name, out var found)
            && found.IsPresent
            ? UrlOf(task, record.Runs.Count - 1, found)
            : null;
    }

    private int AuthorizedLatestRun(Call call)
    {
        call.Authorize(ScopeExpression.All([$"queue:get-artifact:{call["name"]}"]));
        return LatestRun(call["taskId"]);
    }

    private int LatestRun(string id)
    {
        var task = state.Tasks.Get(id) ?? throw ApiError.NotFound("Task not found");
        return task.Runs.Count == 0 ? throw ApiError.NotFound("Task doesn't have any runs") : task.Runs.Count - 1;
    }

    private Answer List(Call call, int run)
    {
        int latest = LatestRun(call["taskId"]);
        if (run > latest)
        {
            throw ApiError.NotFound($"Task with taskId: `{call["taskId"]}` has no run with runId: {run}");
        }

        // Those whose upload is not finished are in the list too.
        var (page, next) = call.Page([.. state.Tasks.Get(call["taskId"])!.Runs[run].Artifacts.Values]);
        var body = new JsonObject { ["artifacts"] = new JsonArray([.. page.Select(one => one.ToJson())]) };
        if (next is not null)
        {
            body["continuationToken"] = next;
        }

        return Answer.Json(body);
    }

    private ArtifactRecord? Find(string task, int run, string name) =>
        state.Tasks.Get(task)?.FindRun(run)?.Artifacts.GetValueOrDefault(name) is { IsPresent: true } found
            ? found
            : null;

    private Answer Info(Call call, int run) => Answer.Json(
        (Find(call["taskId"], run, call["name"]) ?? throw ApiError.NotFound("Artifact not found")).ToJson());

    /// <summary>Follows links, and asks for the scope of each name on the way.</summary>
    private ArtifactRecord Follow(Call call, int run)
    {
        List<string> names = [call["name"]];
        while (true)
        {
            call.Authorize(ScopeExpression.All(names.Select(name => $"queue:get-artifact:{name}")));
            var found = Find(call["taskId"], run, names[^1]) ?? throw ApiError.NotFound("Artifact not found");
            if (found.Expires < state.Now)
            {
                throw ApiError.Expired("Artifact expired");
            }

            if (found.StorageType != "link")
            {
                return found;
            }

            string target = found.Details.Text("artifact");
            if (names.Contains(target))
            {
                throw ApiError.Input("Artifact leads to a link cycle");
            }

            names.Add(target);
        }
    }

    private string? UrlOf(string task, int run, ArtifactRecord found) => found.StorageType switch
    {
        "reference" => found.Details.Text("url"),
        "s3" => state.SignStorage(new Grant(
            "GET", ArtifactWriter.BlobKey(task, run, found.Name), [], state.Now.AddMinutes(30))),
        _ => null,
    };

    private Answer Redirect(Call call, int run)
    {
        var found = Follow(call, run);
        string task = call["taskId"];
        if (found.StorageType == "error")
        {
            return Answer.Json(found.Details.DeepClone(), 424).With("x-taskcluster-artifact-storage-type", "error");
        }

        string url = found.StorageType == "object"
            ? objects.Url(state.Objects.FindComplete(ArtifactWriter.ObjectName(task, run, found.Name))
                ?? throw ApiError.NotFound("Object does not exist."))
            : UrlOf(task, run, found)!;
        return Answer.Json(new JsonObject { ["storageType"] = found.StorageType, ["url"] = url }, 303)
            .With("Location", url)
            .With("x-taskcluster-artifact-storage-type", found.StorageType);
    }

    private Answer Content(Call call, int run)
    {
        var found = Follow(call, run);
        string task = call["taskId"];
        var body = new JsonObject { ["storageType"] = found.StorageType };
        switch (found.StorageType)
        {
            case "object":
                string name = ArtifactWriter.ObjectName(task, run, found.Name);
                body["name"] = name;
                body["credentials"] = TemporaryCredentials.Issue(
                    state.QueueCredentials,
                    $"artifact-download/{task}/{run}/{found.Name}",
                    state.Now,
                    state.Now.AddHours(1),
                    $"object:download:{name}").ToJson();
                break;
            case "error":
                body["reason"] = found.Details.Text("reason");
                body["message"] = found.Details.Text("message");
                break;
            default:
                body["url"] = UrlOf(task, run, found);
                break;
        }

        return Answer.Json(body);
    }
}
