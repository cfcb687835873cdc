using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;
using Slipway.Taskcluster.Index;

namespace Slipway.Taskcluster.Backend;

/// <summary>The Index service as an index of images.</summary>
/// <param name="index">The service.</param>
/// <param name="clock">An entry may expire before the service has removed it.</param>
public sealed class TaskIndex(IndexService index, TimeProvider clock) : IImageIndex
{
    public async Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
        await index.FindAsync(ns, cancellationToken) is { } found && IsValid(found) ? ToEntry(found) : null;

    public async Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
        IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var wanted = namespaces.ToHashSet();
        var entries = new Dictionary<IndexNamespace, IndexEntry>();
        foreach (var found in (await index.FindAllAsync(namespaces, cancellationToken)).Where(IsValid))
        {
            // What was not asked for is not taken, whatever a service answers.
            if (wanted.Contains(found.Namespace))
            {
                entries[found.Namespace] = ToEntry(found);
            }
        }

        return entries;
    }

    public async Task<IndexEntry> InsertAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var task = TaskId.Of(entry.Build) ?? throw new SlipwayException(new Diagnostic(
            TaskclusterCodes.TaskUnknown,
            $"'{entry.Build}' is not the id of a task",
            "Give the id of a task that has the image as public/image.tar.zst."));
        var data = new JsonObject([.. entry.Data.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
        return ToEntry(await index.InsertAsync(
            new IndexedTask(entry.Namespace, task, entry.Rank, data, entry.Expires), cancellationToken));
    }

    public async Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        [
            .. (await index.ListTasksAsync(below, cancellationToken))
                .Where(IsValid)
                .Select(ToEntry)
                .OrderBy(entry => entry.Namespace),
        ];

    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken) =>
        [.. (await index.ListNamespacesAsync(below, cancellationToken)).Order()];

    public async Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken)
    {
        if (await FindAsync(ns, cancellationToken) is null)
        {
            return false;
        }

        await index.DeleteAsync(ns, cancellationToken);
        return true;
    }

    private bool IsValid(IndexedTask task) => task.Expires > clock.GetUtcNow();

    /// <summary>Data may be any JSON; what is no text is kept as its JSON text.</summary>
    private static IndexEntry ToEntry(IndexedTask task) => new(
        task.Namespace,
        task.Task.Build,
        task.Rank,
        task.Expires,
        task.Data.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value is JsonValue value && value.TryGetValue(out string? text)
                ? text
                : pair.Value?.ToJsonString() ?? "null",
            StringComparer.Ordinal));
}
