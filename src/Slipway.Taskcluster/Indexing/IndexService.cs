using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Indexing;

/// <summary>The Index service: names for tasks. All failures are <see cref="SlipwayException"/>s.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/core/index/api.</remarks>
public sealed class IndexService
{
    private const string Service = "index";

    private readonly ApiClient _api;
    private readonly TimeProvider _clock;

    internal IndexService(ApiClient api, TimeProvider clock) => (_api, _clock) = (api, clock);

    /// <summary>The task that is indexed there; null for none, or when the entry has expired.</summary>
    public async Task<IndexedTask?> FindAsync(IndexNamespace name, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, $"find {name} in the index", "task", name.Value);
        return
            await _api.FindAsync(call, cancellationToken) is { } answer
            && Read(answer.Fields()) is var found
            && IsAlive(found)
            ? found
            : null;
    }

    /// <summary>Looks many namespaces up in few requests.</summary>
    /// <returns>Those that are there and have not expired, by their namespace.</returns>
    public async Task<ImmutableDictionary<IndexNamespace, IndexedTask>> FindAsync(
        IReadOnlyCollection<IndexNamespace> names, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<IndexNamespace, IndexedTask>();
        // The method for many looks for each name below a namespace, so that it finds none of those at the top.
        var places = names.Distinct().ToLookup(name => name.Value.Contains('.', StringComparison.Ordinal));
        foreach (var chunk in places[true].Chunk(TaskclusterLimits.Lookups))
        {
            Keep(await LookUpAsync(chunk, cancellationToken));
        }

        Keep(await LookUpSinglyAsync([.. places[false]], cancellationToken));

        return found.ToImmutable();

        void Keep(IReadOnlyList<IndexedTask> tasks)
        {
            foreach (var task in tasks)
            {
                found[task.Namespace] = task;
            }
        }
    }

    /// <summary>Indexes a task, unless the entry that is there has a higher rank.</summary>
    /// <returns>What is there now: the task, or the one that has a higher rank.</returns>
    public async Task<IndexedTask> InsertAsync(
        IndexNamespace name,
        TaskId task,
        int rank,
        JsonObject data,
        DateTimeOffset expires,
        CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, Service, $"insert {name} into the index", "task", name.Value)
        {
            Body = new JsonObject
            {
                ["taskId"] = task.Value,
                ["rank"] = rank,
                ["data"] = data.DeepClone(),
                ["expires"] = IndexData.Moment(expires),
            },
        };
        return Read((await _api.DemandAsync(call, cancellationToken)).Fields());
    }

    /// <summary>Removes an entry; that there is none is no error.</summary>
    public async Task DeleteAsync(IndexNamespace name, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Delete, Service, $"delete {name} from the index", "task", name.Value);
        await _api.FindAsync(call, cancellationToken);
    }

    /// <summary>The tasks one step below a namespace, expired ones left out; null for the top.</summary>
    public async Task<ImmutableArray<IndexedTask>> ListTasksAsync(
        IndexNamespace? parent, CancellationToken cancellationToken)
    {
        var call = ListCall("tasks", parent, "tasks");
        return [.. (await _api.ReadPagesAsync(call, "tasks", Read, cancellationToken)).Where(IsAlive)];
    }

    /// <summary>The namespaces one step below a namespace; null for the top.</summary>
    public async Task<ImmutableArray<IndexedNamespace>> ListNamespacesAsync(
        IndexNamespace? parent, CancellationToken cancellationToken)
    {
        var call = ListCall("namespaces", parent, "namespaces");
        return [.. await _api.ReadPagesAsync(
            call,
            "namespaces",
            fields => new IndexedNamespace(Name(fields), fields.Text("name"), fields.Time("expires")),
            cancellationToken)];
    }

    private static ApiCall ListCall(string path, IndexNamespace? parent, string what) => new(
        HttpMethod.Get,
        Service,
        parent is { } name ? $"list the {what} of {name} in the index" : $"list the {what} at the top of the index",
        parent is { } below ? [path, below.Value] : [path]);

    private async Task<IReadOnlyList<IndexedTask>> LookUpAsync(
        IndexNamespace[] names, CancellationToken cancellationToken)
    {
        var call = new ApiCall(
            HttpMethod.Post, Service, $"find {names.Length} names in the index", "tasks", "indexes")
        {
            Body = new JsonObject { ["indexes"] = new JsonArray([.. names.Select(name => (JsonNode)name.Value)]) },
        };
        var wanted = names.ToHashSet();
        var pages = await _api.TryReadPagesAsync(call, "tasks", Read, cancellationToken);
        return pages is not null
            ? [.. pages.Where(task => wanted.Contains(task.Namespace) && IsAlive(task))]
            : await LookUpSinglyAsync(names, cancellationToken);
    }

    // The method for many is marked as experimental, and older services do not have it.
    private async Task<IReadOnlyList<IndexedTask>> LookUpSinglyAsync(
        IndexNamespace[] names, CancellationToken cancellationToken)
    {
        var found = new IndexedTask?[names.Length];
        await Parallel.ForAsync(
            0,
            names.Length,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = TaskclusterLimits.SingleLookups,
                CancellationToken = cancellationToken,
            },
            async (i, token) => found[i] = await FindAsync(names[i], token));
        return [.. found.OfType<IndexedTask>()];
    }

    private bool IsAlive(IndexedTask task) => task.Expires > _clock.GetUtcNow();

    private static IndexedTask Read(AnswerFields fields) => new(
        Name(fields),
        TaskId.TryParse(fields.Text("taskId"), out var task) ? task : throw fields.Wrong("taskId", "a task id"),
        fields.Number("rank"),
        fields.Object("data").Json,
        fields.Time("expires"));

    private static IndexNamespace Name(AnswerFields fields) =>
        IndexNamespace.TryParse(fields.Text("namespace"), out var name)
            ? name
            : throw fields.Wrong("namespace", "a namespace");
}
