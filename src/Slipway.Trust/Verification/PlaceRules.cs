using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>
/// What has to hold between a namespace and the task to which it leads: it must neither lead back, nor stand still for
/// ever, nor lead to what belongs elsewhere.
/// </summary>
public static class PlaceRules
{
    private const string Latest = "latest";
    private const string IndexRoute = "index.";

    /// <summary>The first thing that does not hold of a task to which a namespace leads; null when all does.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="task">The id of the task.</param>
    /// <param name="definition">Its definition; null when nobody knows it.</param>
    /// <param name="pushed">When its push was made, as far as others than the task say it.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="now">When it was asked.</param>
    public static PlaceFault? FindFault(
        IndexPlace place,
        string task,
        JsonNode? definition,
        DateTimeOffset? pushed,
        ChainPolicy policy,
        DateTimeOffset now)
    {
        var ns = place.Namespace;
        // What a digest leads to is held against that digest, whenever it was made.
        if (NamespaceClaims.Digests(ns) is { IsEmpty: false } named)
        {
            return definition is JsonObject read && TaskImage.Of(read).Digest is { } own && named.Contains(own)
                ? null
                : Elsewhere(
                    $"{ns} leads to task {task}, whose routes do not name that digest alone",
                    "Find out who put it there: the task says itself, in its routes, where it belongs.");
        }

        return IsLatest(ns.Value)
            && LatestOf(definition) is { IsEmpty: false } places
            && !places.Contains(ns.Value)
                ? Elsewhere(
                    $"{ns} leads to task {task}, whose place in the index is "
                        + places.Order(StringComparer.Ordinal).First(),
                    "Find out who moved it: the task says itself, in its routes, where it belongs.")
                : FindOld(place, pushed, policy, now);
    }

    /// <summary>What is wrong with when a push was made to which a namespace leads; null when nothing is.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="pushed">When the push was made; null when nobody says it.</param>
    /// <param name="policy">How old it may be.</param>
    /// <param name="now">When it was asked.</param>
    public static PlaceFault? FindOld(
        IndexPlace place, DateTimeOffset? pushed, ChainPolicy policy, DateTimeOffset now)
    {
        var ns = place.Namespace;
        if (IsLatest(ns.Value) && policy.LongestAge is { } age && !(pushed + age >= now))
        {
            return Old(
                pushed is { } known
                    ? $"{ns} leads to a push of {known:u}, which is longer ago than the policy allows"
                    : $"{ns} leads to a push of which nobody says when it was made, and the policy bounds that",
                "Find out what stopped it from moving; max-statement-age of the policy says for how long it may.");
        }

        return place.NewestBefore is not { } before || pushed >= before
            ? null
            : Old(
                pushed is { } made
                    ? $"{ns} leads to a push of {made:u}, and one of {before:u} was verified before"
                    : $"{ns} leads to a push of which nobody says when it was made, and one of {before:u} was verified "
                        + "before",
                "Find out who moved it; --allow-older takes one all the same that is older than before.");
    }

    internal static void Check(ChainVerification chain, ChainLink link)
    {
        if (chain.Documents.Target.Place is not { } place || link != chain.Target)
        {
            return;
        }

        var now = chain.Documents.Now
            ?? throw new RuleBrokenException($"nobody says when {place.Namespace} was asked");
        if (FindFault(place, link.TaskId, link.Task, chain.Pushed, chain.Policy, now) is { } fault)
        {
            throw new RuleBrokenException(fault.Rule, fault.Message);
        }

        link.Held(PlaceFault.Place, $"{place.Namespace} may lead to it");
    }

    /// <summary>The namespaces of the kind in the routes of a task; none where it says nothing of that.</summary>
    private static ImmutableHashSet<string> LatestOf(JsonNode? definition) =>
    [
        .. definition.At("routes").Texts()
            .Where(route => route.StartsWith(IndexRoute, StringComparison.Ordinal))
            .Select(route => route[IndexRoute.Length..])
            .Where(IsLatest),
    ];

    private static bool IsLatest(string ns) => ns.Split('.').Contains(Latest, StringComparer.Ordinal);

    private static PlaceFault Elsewhere(string message, string remedy) =>
        new(TrustCodes.IndexedElsewhere, PlaceFault.Place, message, remedy);

    private static PlaceFault Old(string message, string remedy) =>
        new(TrustCodes.LedBack, PlaceFault.Age, message, remedy);
}

/// <summary>What does not hold between a namespace and what it leads to.</summary>
/// <param name="Code">The code for who wants to use it.</param>
/// <param name="Rule">The number of the rule for who asks about it.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">What to do.</param>
public sealed record PlaceFault(DiagnosticCode Code, string Rule, string Message, string Remedy)
{
    /// <summary>The rule about where a task belongs.</summary>
    public const string Place = "7.29";

    /// <summary>The rule about when its push was made.</summary>
    public const string Age = "7.30";
}
