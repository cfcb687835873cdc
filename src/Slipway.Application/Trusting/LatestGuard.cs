using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Application.Feedback;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// Stands before the use of what a namespace leads to: it must neither lead back, nor stand still for ever, nor lead to
/// what belongs elsewhere.
/// </summary>
/// <param name="guard">Asked first.</param>
/// <param name="documents">Says what tasks are; asked for when it is needed.</param>
/// <param name="policies">Finds the policy in force.</param>
/// <param name="level">The level at which images are used.</param>
/// <param name="newest">Remembers the newest pushes; null to remember none.</param>
/// <param name="clock">The time.</param>
/// <param name="feedback">Told what is only warned of.</param>
/// <param name="allowsOlder">Whether a person said that an older one will do.</param>
internal sealed class LatestGuard(
    TrustGuard guard,
    Func<ITaskDocuments> documents,
    PolicyFinder policies,
    Level level,
    NewestPushes? newest,
    TimeProvider clock,
    IFeedback feedback,
    bool allowsOlder)
{
    private const string Latest = "latest";
    private const string IndexRoute = "index.";

    /// <exception cref="SlipwayException">The image is refused, or older than one that was verified before.</exception>
    public async Task AdmitAsync(IndexNamespace ns, TaskId task, CancellationToken cancellationToken)
    {
        var admission = await guard.AdmitAsync(task, cancellationToken);
        if (!admission.IsVerified || await policies.FindAsync(cancellationToken) is not { } inForce)
        {
            return;
        }

        // What a digest leads to is held against that digest, whenever it was made.
        if (NamespaceClaims.Digests(ns) is { IsEmpty: false } named)
        {
            if (!await NamesOneOfAsync(task, named, cancellationToken))
            {
                Refuse(
                    inForce,
                    TrustCodes.IndexedElsewhere,
                    $"{ns} leads to task {task}, whose routes do not name that digest alone",
                    "Find out who put it there: the task says itself, in its routes, where it belongs.");
            }

            return;
        }

        if (IsLatest(ns.Value) && await PlaceOfAsync(task, cancellationToken) is { IsEmpty: false } places
            && !places.Contains(ns.Value))
        {
            Refuse(
                inForce,
                TrustCodes.IndexedElsewhere,
                $"{ns} leads to task {task}, whose place in the index is "
                    + places.Order(StringComparer.Ordinal).First(),
                "Find out who moved it: the task says itself, in its routes, where it belongs.");
            return;
        }

        if (await IsNewAsync(ns, string.Empty, admission.Pushed, inForce, cancellationToken))
        {
            await KeepAsync(ns, string.Empty, admission.Pushed, cancellationToken);
        }
    }

    /// <summary>
    /// Asks before an image is used to which an entry leads that no task made. When its push was made, the entry says,
    /// and nobody signed that: an entry that is put back is found, and one that lies is not.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="place">Which index it is of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It is older than one whose image was used before.</exception>
    public async Task AdmitAsync(IndexEntry entry, string place, CancellationToken cancellationToken)
    {
        if (await EntryPolicyAsync(entry, cancellationToken) is { } inForce)
        {
            await IsNewAsync(entry.Namespace, place, PushOf(entry), inForce, cancellationToken);
        }
    }

    /// <summary>Remembers an entry whose image somebody vouched for.</summary>
    public async Task KeepAsync(IndexEntry entry, string place, CancellationToken cancellationToken)
    {
        if (await EntryPolicyAsync(entry, cancellationToken) is not null)
        {
            await KeepAsync(entry.Namespace, place, PushOf(entry), cancellationToken);
        }
    }

    private async Task<PolicyInForce?> EntryPolicyAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        NamespaceClaims.Digests(entry.Namespace).IsEmpty
        && await policies.FindAsync(cancellationToken) is { } inForce
        && inForce.Policy.At(level) is not Enforcement.Off
            ? inForce
            : null;

    private async Task<bool> IsNewAsync(
        IndexNamespace ns,
        string place,
        DateTimeOffset? pushed,
        PolicyInForce inForce,
        CancellationToken cancellationToken)
    {
        if (IsLatest(ns.Value)
            && inForce.Policy.LongestAge is { } age
            && !(pushed + age >= clock.GetUtcNow()))
        {
            RefuseOld(inForce, pushed is { } known
                ? $"{ns} leads to a push of {known:u}, which is longer ago than the policy allows"
                : $"{ns} leads to a push of which nobody says when it was made, and the policy bounds that");
            return false;
        }

        var before = newest is null ? null : await newest.FindAsync(ns, place, level, cancellationToken);
        if (before is not null && !(pushed >= before) && !allowsOlder)
        {
            RefuseOld(inForce, pushed is { } made
                ? $"{ns} leads to a push of {made:u}, and one of {before:u} was verified before"
                : $"{ns} leads to a push of which nobody says when it was made, and one of {before:u} was verified "
                    + "before");
            return false;
        }

        return true;
    }

    // An older one that a person let pass changes nothing.
    private Task KeepAsync(
        IndexNamespace ns, string place, DateTimeOffset? pushed, CancellationToken cancellationToken) =>
        newest is not null && pushed is { } known
            ? newest.KeepAsync(ns, place, level, known, cancellationToken)
            : Task.CompletedTask;

    private static DateTimeOffset? PushOf(IndexEntry entry) => entry.HasTime ? entry.PushedAt : null;

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

    private void RefuseOld(PolicyInForce inForce, string message) => Refuse(
        inForce,
        TrustCodes.LedBack,
        message,
        "Find out who moved it or stopped it from moving; --allow-older takes an older one all the same.");

    private void Refuse(PolicyInForce inForce, DiagnosticCode code, string message, string remedy)
    {
        var refusal = new Diagnostic(code, $"{message} (policy: {inForce.Place})", remedy);
        if (inForce.Policy.At(level) is Enforcement.Require)
        {
            throw new SlipwayException(refusal);
        }

        feedback.WarnOf([refusal with { Severity = Severity.Warning }]);
    }
}
