using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Indexing;

namespace Slipway.Taskcluster.Backend;

/// <summary>The Index service as an index of images.</summary>
public sealed class TaskIndex(IndexService index) : IImageIndex
{
    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        await index.FindAsync(ns, cancellationToken) is { } found ? ToEntry(found) : null;

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
        (await index.FindAsync(namespaces, cancellationToken)).ToDictionary(
            pair => pair.Key, pair => ToEntry(pair.Value));

    public async Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var task = TaskId.Of(entry.Build) ?? throw new SlipwayException(new Diagnostic(
            TaskclusterCodes.InputInvalid,
            $"'{entry.Build}' is not the id of a task",
            "Give the id of a task that has the image as public/image.tar.zst."));
        if (entry.Rank is < int.MinValue or > int.MaxValue)
        {
            throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.InputInvalid,
                $"The rank {entry.Rank} does not fit into the 32 bits that the index has for it",
                "Give a push date before 2038, or another rank."));
        }

        var data = new JsonObject([.. entry.Data.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
        return ToEntry(await index.InsertAsync(
            entry.Namespace, task, (int)entry.Rank, data, entry.Expires, cancellationToken));
    }

    public async Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        [
            .. (await index.ListTasksAsync(below, cancellationToken))
                .Select(ToEntry)
                .OrderBy(entry => entry.Namespace),
        ];

    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        [.. (await index.ListNamespacesAsync(below, cancellationToken)).Select(one => one.Namespace).Order()];

    public async Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        if (await FindAsync(ns, cancellationToken) is null)
        {
            return false;
        }

        await index.DeleteAsync(ns, cancellationToken);
        return true;
    }

    /// <summary>Data may be any JSON; what is no text is kept as its JSON text.</summary>
    private static IndexEntry ToEntry(IndexedTask task) => new(
        task.Namespace,
        task.TaskId.Build,
        task.Rank,
        task.Expires,
        task.Data.EnumerateObject().ToImmutableSortedDictionary(
            property => property.Name,
            property => property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : property.Value.GetRawText(),
            StringComparer.Ordinal));
}
