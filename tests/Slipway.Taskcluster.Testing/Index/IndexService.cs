using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Index;

/// <summary>The Index service.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/core/index/api</remarks>
internal sealed class IndexService(ServerState state, ArtifactReader artifacts) : ApiService
{
    /// <summary>What a namespace has to look like.</summary>
    public const string NamespacePattern = @"^([a-zA-Z0-9_!~*'()%-]+\.)*[a-zA-Z0-9_!~*'()%-]+$";

    private const int NamespaceLimit = 255;

    private static readonly Shape Insertion = Shape.Object([
        ("taskId", Shape.TaskId), ("rank", Shape.AnyNumber), ("data", Shape.AnyObject), ("expires", Shape.Time)]);

    private static readonly Shape Indexes = Shape.Object([], [("indexes", Shape.List(Shape.Text()))]);

    private static readonly Shape NamespacesPage = Shape.Object(
        [], [("limit", Shape.Integer(1, 1000)), ("continuationToken", Shape.Text())]);

    public override string Name => "index";

    public override IReadOnlyList<Endpoint> Endpoints => field ??=
    [
        new("findTask", "GET", "/task/{indexPath}")
        {
            Scopes = call => $"index:find-task:{call["indexPath"]}",
            Handle = state.Locked(call => Answer.Json(ToJson(Find(call["indexPath"])))),
        },
        new("findTasksAtIndex", "POST", "/tasks/indexes")
        {
            Query = Endpoint.PagingArguments,
            Input = Indexes,
            Handle = state.Locked(FindMany),
        },
        new("listNamespaces", "GET", "/namespaces/{namespace?}")
        {
            Query = Endpoint.PagingArguments,
            Handle = state.Locked(ListNamespaces),
        },
        new("listNamespacesPost", "POST", "/namespaces/{namespace?}")
        {
            Input = NamespacesPage,
            Handle = state.Locked(ListNamespaces),
        },
        new("listTasks", "GET", "/tasks/{namespace?}")
        {
            Query = Endpoint.PagingArguments,
            Handle = state.Locked(ListTasks),
        },
        new("listTasksPost", "POST", "/tasks/{namespace?}") { Handle = state.Locked(ListTasks) },
        new("insertTask", "PUT", "/task/{namespace}")
        {
            Scopes = call => $"index:insert-task:{call["namespace"]}",
            Input = Insertion,
            Handle = state.Locked(Insert),
        },
        new("deleteTask", "DELETE", "/task/{namespace}")
        {
            Scopes = call => $"index:delete-task:{call["namespace"]}",
            Handle = state.Locked(Delete),
        },
        new("findArtifactFromTask", "GET", "/task/{indexPath}/artifacts/{*name}")
        {
            Scopes = call => $"queue:get-artifact:{call["name"]}",
            Handle = state.Locked(FindArtifact),
        },
        Pings.Ping(state.Clock),
    ];

    protected override IReadOnlyDictionary<string, string> Patterns { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["namespace"] = NamespacePattern,
            ["indexPath"] = NamespacePattern,
        };

    private static JsonObject ToJson(IndexEntry entry) => entry.Namespace.Length > NamespaceLimit
        ? throw ApiError.Internal()
        : new JsonObject
        {
            ["namespace"] = entry.Namespace,
            ["taskId"] = entry.TaskId,
            ["rank"] = entry.Rank,
            ["data"] = entry.Data.DeepClone(),
            ["expires"] = JsonTexts.Time(entry.Expires),
        };

    private static Answer List<T>(Call call, string name, IEnumerable<T> all, Func<T, JsonObject> toJson)
    {
        var (page, next) = call.Page([.. all]);
        var body = new JsonObject { [name] = new JsonArray([.. page.Select(toJson)]) };
        if (next is not null)
        {
            body["continuationToken"] = next;
        }

        return Answer.Json(body);
    }

    private IndexEntry Find(string name) =>
        state.Index.Find(name) is { } entry && entry.Expires > state.Now
            ? entry
            : throw ApiError.NotFound("Indexed task not found");

    private Answer FindMany(Call call)
    {
        string[] names = call.Body.ContainsKey("indexes") ? call.Body.Texts("indexes") : [];
        call.Authorize(ScopeExpression.All(names.Select(name => $"index:find-task:{name}")));

        // Unlike everywhere else the service gives entries here that have expired, and none that are in no namespace.
        var found = names
            .Where(name => name.Contains('.', StringComparison.Ordinal))
            .Select(name => state.Index.Find(name))
            .OfType<IndexEntry>()
            .ToArray();
        var (page, _) = call.Page(found);
        return page.Distinct().Count() < page.Length
            ? throw ApiError.Internal()
            : List(call, "tasks", found, ToJson);
    }

    private Answer ListNamespaces(Call call)
    {
        string parent = call.Parameters.GetValueOrDefault("namespace", string.Empty);
        call.Authorize($"index:list-namespaces:{parent}");
        return List(
            call,
            "namespaces",
            state.Index.NamespacesIn(parent).Where(one => one.Expires > state.Now),
            one => new JsonObject
            {
                ["namespace"] = one.Namespace,
                ["name"] = IndexBook.NameOf(one.Namespace),
                ["expires"] = JsonTexts.Time(one.Expires),
            });
    }

    private Answer ListTasks(Call call)
    {
        string parent = call.Parameters.GetValueOrDefault("namespace", string.Empty);
        call.Authorize($"index:list-tasks:{parent}");
        return List(call, "tasks", state.Index.EntriesIn(parent).Where(one => one.Expires > state.Now), ToJson);
    }

    private Answer Insert(Call call)
    {
        // The column is a 32-bit integer, and nobody checks before the database does.
        double rank = call.Body["rank"]!.GetValue<double>();
        if (rank != Math.Truncate(rank) || rank is < int.MinValue or > int.MaxValue)
        {
            throw ApiError.Internal();
        }

        return Answer.Json(ToJson(state.Index.Insert(new IndexEntry(
            call["namespace"],
            call.Body.Text("taskId"),
            (int)rank,
            (JsonObject)call.Body["data"]!.DeepClone(),
            call.Body.Time("expires")))));
    }

    private Answer Delete(Call call)
    {
        state.Index.Remove(call["namespace"]);
        return Answer.Json(new JsonObject());
    }

    private Answer FindArtifact(Call call)
    {
        var entry = Find(call["indexPath"]);
        string name = call["name"];
        var queue = new Uri(
            $"{state.RootUrl()}/api/queue/v1/task/{entry.TaskId}/artifacts/{Uri.EscapeDataString(name)}");
        string url;
        if (state.Roles.Expand([$"assume:{Roles.Anonymous}"]).Has($"queue:get-artifact:{name}"))
        {
            url = artifacts.PublicUrl(entry.TaskId, name) ?? queue.AbsoluteUri;
        }
        else
        {
            url = HawkSigner.SignUrl(state.IndexCredentials, queue, state.Now.AddMinutes(15)).AbsoluteUri;
        }

        return Answer.Text(303, $"See Other. Redirecting to {url}", "text/plain; charset=utf-8").With("Location", url);
    }
}
