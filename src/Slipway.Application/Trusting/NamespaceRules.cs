using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Application.Trusting;

/// <summary>Finds what <see cref="PlaceRules"/> are asked with, and remembers what was led to.</summary>
/// <param name="documents">Says what tasks are; asked for when it is needed.</param>
/// <param name="level">The level at which images are used.</param>
/// <param name="newest">Remembers the newest pushes; null to remember none.</param>
/// <param name="clock">The time.</param>
/// <param name="allowsOlder">Whether a person said that an older one will do.</param>
internal sealed class NamespaceRules(
    Func<ITaskDocuments> documents, Level level, NewestPushes? newest, TimeProvider clock, bool allowsOlder)
{
    /// <summary>A namespace that led to a task, and to what it led before.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="index">Which index it is of; empty for Taskcluster's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IndexPlace> PlaceAsync(IndexNamespace ns, string index, CancellationToken cancellationToken) =>
        new(
            ns,
            newest is null || allowsOlder || !NamespaceClaims.Digests(ns).IsEmpty
                ? null
                : await newest.FindAsync(ns, index, level, cancellationToken));

    /// <summary>The first thing that does not hold of a task to which a namespace leads; null when all does.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="task">The task.</param>
    /// <param name="pushed">When its push was made, as far as others than the task say it.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PlaceFault?> FindFaultAsync(
        IndexNamespace ns,
        TaskId task,
        DateTimeOffset? pushed,
        ChainPolicy policy,
        CancellationToken cancellationToken) => PlaceRules.FindFault(
            await PlaceAsync(ns, string.Empty, cancellationToken),
            task.Value,
            await documents().FindDefinitionAsync(task, cancellationToken) is { } definition
                ? StrictJson.Read(definition.Span).Value
                : null,
            pushed,
            policy,
            clock.GetUtcNow());

    /// <summary>What is wrong with when the push of an entry was made that no task set; null when nothing is.</summary>
    /// <remarks>The entry says when that was, and nobody signed it.</remarks>
    /// <param name="entry">The entry; one of a digest leads to the same whenever it was set.</param>
    /// <param name="index">Which index it is of.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PlaceFault?> FindOldAsync(
        IndexEntry entry, string index, ChainPolicy policy, CancellationToken cancellationToken) =>
        NamespaceClaims.Digests(entry.Namespace).IsEmpty
            ? PlaceRules.FindOld(
                await PlaceAsync(entry.Namespace, index, cancellationToken),
                PushOf(entry),
                policy,
                clock.GetUtcNow())
            : null;

    /// <summary>When the push of an entry was made, as it says itself; null when it does not.</summary>
    public static DateTimeOffset? PushOf(IndexEntry entry) => entry.HasTime ? entry.PushedAt : null;

    /// <summary>Remembers when a push was made to which a namespace has led.</summary>
    // An older one that a person let pass changes nothing.
    public Task KeepAsync(
        IndexNamespace ns, string index, DateTimeOffset? pushed, CancellationToken cancellationToken) =>
        newest is not null && pushed is { } known && NamespaceClaims.Digests(ns).IsEmpty
            ? newest.KeepAsync(ns, index, level, known, cancellationToken)
            : Task.CompletedTask;
}
