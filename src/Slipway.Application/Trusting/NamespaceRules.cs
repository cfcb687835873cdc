using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// What has to hold between a namespace and what it leads to: it must neither lead back, nor stand still for ever, nor
/// lead to what belongs elsewhere.
/// </summary>
/// <param name="documents">Says what tasks are; asked for when it is needed.</param>
/// <param name="level">The level at which images are used.</param>
/// <param name="newest">Remembers the newest pushes; null to remember none.</param>
/// <param name="clock">The time.</param>
/// <param name="allowsOlder">Whether a person said that an older one will do.</param>
internal sealed class NamespaceRules(
    Func<ITaskDocuments> documents, Level level, NewestPushes? newest, TimeProvider clock, bool allowsOlder)
{
    private const string Latest = "latest";
    private const string IndexRoute = "index.";

    /// <summary>The first thing that does not hold of a task to which a namespace leads; null when all does.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="task">The task.</param>
    /// <param name="pushed">When its push was made, as far as others than the task say it.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<NamespaceFault?> FindFaultAsync(
        IndexNamespace ns,
        TaskId task,
        DateTimeOffset? pushed,
        ChainPolicy policy,
        CancellationToken cancellationToken)
    {
        // What a digest leads to is held against that digest, whenever it was made.
        if (NamespaceClaims.Digests(ns) is { IsEmpty: false } named)
        {
            return await NamesOneOfAsync(task, named, cancellationToken)
                ? null
                : Elsewhere(
                    $"{ns} leads to task {task}, whose routes do not name that digest alone",
                    "Find out who put it there: the task says itself, in its routes, where it belongs.");
        }

        return IsLatest(ns.Value)
            && await PlaceOfAsync(task, cancellationToken) is { IsEmpty: false } places
            && !places.Contains(ns.Value)
                ? Elsewhere(
                    $"{ns} leads to task {task}, whose place in the index is "
                        + places.Order(StringComparer.Ordinal).First(),
                    "Find out who moved it: the task says itself, in its routes, where it belongs.")
                : await FindOldAsync(ns, string.Empty, pushed, policy, cancellationToken);
    }

    /// <summary>What is wrong with when a push was made to which a namespace leads; null when nothing is.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="place">Which index it is of.</param>
    /// <param name="pushed">When its push was made; null when nobody says it.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<NamespaceFault?> FindOldAsync(
        IndexNamespace ns,
        string place,
        DateTimeOffset? pushed,
        ChainPolicy policy,
        CancellationToken cancellationToken)
    {
        if (IsLatest(ns.Value) && policy.LongestAge is { } age && !(pushed + age >= clock.GetUtcNow()))
        {
            return Old(pushed is { } known
                ? $"{ns} leads to a push of {known:u}, which is longer ago than the policy allows"
                : $"{ns} leads to a push of which nobody says when it was made, and the policy bounds that");
        }

        var before = newest is null ? null : await newest.FindAsync(ns, place, level, cancellationToken);
        return before is null || pushed >= before || allowsOlder
            ? null
            : Old(pushed is { } made
                ? $"{ns} leads to a push of {made:u}, and one of {before:u} was verified before"
                : $"{ns} leads to a push of which nobody says when it was made, and one of {before:u} was verified "
                    + "before");
    }

    /// <summary>Remembers when a push was made to which a namespace has led.</summary>
    // An older one that a person let pass changes nothing.
    public Task KeepAsync(
        IndexNamespace ns, string place, DateTimeOffset? pushed, CancellationToken cancellationToken) =>
        newest is not null && pushed is { } known && NamespaceClaims.Digests(ns).IsEmpty
            ? newest.KeepAsync(ns, place, level, known, cancellationToken)
            : Task.CompletedTask;

    private async Task<bool> NamesOneOfAsync(
        TaskId task, ImmutableArray<InputsDigest> named, CancellationToken cancellationToken) =>
        await documents().FindDefinitionAsync(task, cancellationToken) is { } definition
        && StrictJson.Read(definition.Span).Value is JsonObject read
        && TaskImage.Of(read).Digest is { } own
        && named.Contains(own);

    /// <summary>The namespaces of the kind in the routes of a task; none where it says nothing of that.</summary>
    private async Task<ImmutableHashSet<string>> PlaceOfAsync(TaskId task, CancellationToken cancellationToken) =>
        await documents().FindDefinitionAsync(task, cancellationToken) is { } definition
            ?
            [
                .. StrictJson.Read(definition.Span).Value.At("routes").Texts()
                    .Where(route => route.StartsWith(IndexRoute, StringComparison.Ordinal))
                    .Select(route => route[IndexRoute.Length..])
                    .Where(IsLatest),
            ]
            : [];

    private static bool IsLatest(string ns) => ns.Split('.').Contains(Latest, StringComparer.Ordinal);

    private static NamespaceFault Elsewhere(string message, string remedy) =>
        new(TrustCodes.IndexedElsewhere, NamespaceFault.Place, message, remedy);

    private static NamespaceFault Old(string message) => new(
        TrustCodes.LedBack,
        NamespaceFault.Age,
        message,
        "Find out who moved it or stopped it from moving; --allow-older takes an older one all the same.");
}

/// <summary>What does not hold between a namespace and what it leads to.</summary>
/// <param name="Code">The code for who wants to use it.</param>
/// <param name="Rule">The number of the rule for who asks about it.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record NamespaceFault(DiagnosticCode Code, string Rule, string Message, string Remedy)
{
    /// <summary>The rule about where a task belongs.</summary>
    public const string Place = "7.29";

    /// <summary>The rule about when its push was made.</summary>
    public const string Age = "7.30";
}
