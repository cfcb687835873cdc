using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Index;

/// <summary>The Index: namespaces that point to tasks.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/core/index/api</remarks>
public sealed class IndexService
{
    private const string Name = "index";

    // A page of answers; more questions at once would make several pages of them.
    private const int QuestionsAtOnce = 500;

    private readonly ApiClient _api;

    internal IndexService(ApiClient api) => _api = api;

    public async Task<IndexedTask?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        var answer = await _api.SendAsync(
            new ApiCall(HttpMethod.Get, Name, $"task/{ApiCall.Part(ns.Value)}", $"find {ns}"), cancellationToken);
        return answer.IsAbsent ? null : Read(answer.Require(), $"find {ns}");
    }

    /// <summary>Finds many in few requests; those without an entry are left out.</summary>
    public async Task<IReadOnlyList<IndexedTask>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var found = new List<IndexedTask>();
        foreach (var chunk in namespaces.Distinct().Chunk(QuestionsAtOnce))
        {
            string what = $"find {chunk.Length} namespaces";
            var call = new ApiCall(HttpMethod.Post, Name, "tasks/indexes", what)
            {
                Body = new JsonObject
                {
                    ["indexes"] = new JsonArray([.. chunk.Select(ns => (JsonNode)ns.Value)]),
                },
            };
            found.AddRange(ReadAll(await _api.ListAsync(call, cancellationToken), "tasks", what, Read));
        }

        return found;
    }

    /// <returns>The entry that stands now: this one, or one of a higher rank.</returns>
    public async Task<IndexedTask> InsertAsync(IndexedTask entry, CancellationToken cancellationToken)
    {
        if (entry.Rank is < int.MinValue or > int.MaxValue)
        {
            throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.RankInvalid,
                $"The rank {entry.Rank} does not fit into 32 bits, as the Index needs it",
                "Use a push date before 2038, or give another rank."));
        }

        string what = $"index {entry.Task} as {entry.Namespace}";
        var answer = await _api.SendAsync(
            new ApiCall(HttpMethod.Put, Name, $"task/{ApiCall.Part(entry.Namespace.Value)}", what)
            {
                Body = new JsonObject
                {
                    ["taskId"] = entry.Task.Value,
                    ["rank"] = entry.Rank,
                    ["data"] = entry.Data.DeepClone(),
                    ["expires"] = Moments.Format(entry.Expires),
                },
            },
            cancellationToken);
        return Read(answer.Require(), what);
    }

    /// <summary>The entries one step below a namespace; null for the top.</summary>
    public async Task<IReadOnlyList<IndexedTask>> ListTasksAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        string what = $"list the tasks below {below?.Value ?? "the top"}";
        return ReadAll(await _api.ListAsync(List("tasks", below, what), cancellationToken), "tasks", what, Read);
    }

    /// <summary>The namespaces one step below one; null for the top.</summary>
    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        string what = $"list the namespaces below {below?.Value ?? "the top"}";
        return ReadAll(
            await _api.ListAsync(List("namespaces", below, what), cancellationToken),
            "namespaces",
            what,
            static (item, what) => ReadNamespace(item, what));
    }

    /// <summary>Removes an entry; that there is none is no error.</summary>
    public async Task DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        var answer = await _api.SendAsync(
            new ApiCall(HttpMethod.Delete, Name, $"task/{ApiCall.Part(ns.Value)}", $"delete {ns}"), cancellationToken);
        if (!answer.IsAbsent)
        {
            answer.Require();
        }
    }

    private static ApiCall List(string what, IndexNamespace? below, string purpose) =>
        new(HttpMethod.Get, Name, below is { } ns ? $"{what}/{ApiCall.Part(ns.Value)}" : what, purpose)
        {
            Query = [("limit", "1000")],
        };

    private static List<T> ReadAll<T>(
        IEnumerable<JsonObject> pages, string list, string what, Func<JsonObject, string, T> read)
    {
        var items = new List<T>();
        foreach (var page in pages)
        {
            foreach (var item in page[list] as JsonArray ?? throw ApiFailures.Invalid(Name, what, $"there is no '{list}'"))
            {
                items.Add(read(item as JsonObject ?? throw ApiFailures.Invalid(Name, what, $"an item of '{list}' is none"), what));
            }
        }

        return items;
    }

    private static IndexedTask Read(JsonObject body, string what)
    {
        var fields = new Fields(Name, what, body);
        return new IndexedTask(
            ReadNamespace(body, what),
            fields.Task("taskId"),
            fields.Number("rank"),
            body["data"] is JsonObject data ? (JsonObject)data.DeepClone() : [],
            fields.Moment("expires"));
    }

    private static IndexNamespace ReadNamespace(JsonObject body, string what)
    {
        string text = new Fields(Name, what, body).Text("namespace");
        return IndexNamespace.TryParse(text, out var ns)
            ? ns
            : throw ApiFailures.Invalid(Name, what, $"'{Display.Text(text)}' is not a namespace");
    }
}
