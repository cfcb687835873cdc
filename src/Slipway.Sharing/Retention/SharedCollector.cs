using System.Collections.Immutable;
using Slipway.Core.Digests;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Builds;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Removes from a registry what a policy does not keep.</summary>
/// <remarks>
/// Registries lock nothing, and whoever found an image a moment ago uses it for hours. So what goes is first only not
/// found any more: a tag of its own keeps its manifest, and the tags that led to it lead to one that says so. It is
/// deleted when the grace is over and nobody has needed it since.
/// </remarks>
public sealed class SharedCollector
{
    private readonly Inventory _inventory;
    private readonly DocumentPlanner _documents;
    private readonly TombstonePlanner _tombstones;
    private readonly SharedRecords _records;
    private readonly TimeProvider _clock;
    private readonly Executioner _executioner;
    private ImmutableDictionary<ImageReference, Holding> _holdings =
        ImmutableDictionary<ImageReference, Holding>.Empty;

    internal SharedCollector(
        IImageRegistry registry,
        Inventory inventory,
        SharedLayout layout,
        DocumentWriter documents,
        SharedRecords records,
        TimeProvider clock)
    {
        (_inventory, _records, _clock) = (inventory, records, clock);
        _documents = new DocumentPlanner(inventory);
        _tombstones = new TombstonePlanner(inventory, layout);
        _executioner = new Executioner(registry, inventory, layout, documents, clock);
    }

    /// <summary>What would be done now. Changes nothing.</summary>
    /// <param name="policy">What is kept.</param>
    /// <param name="used">What is in use.</param>
    /// <param name="images">The images whose repositories are looked into.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<SharedGcPlan> PlanAsync(
        RetentionPolicy policy,
        UsedImages used,
        IEnumerable<ImageName> images,
        CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var shelves = await _inventory.ReadAsync(images, now, cancellationToken);
        var holdings = shelves.SelectMany(shelf => shelf.Holdings).ToList();
        var problems = new DiagnosticBag();
        var parents = await ParentsAsync(holdings, problems, cancellationToken);
        var verdicts = RetentionJudge.Judge(
            policy,
            // Whoever may write at one level can name the id of a build of another one, and is not to judge that.
            holdings
                .GroupBy(holding => (holding.Entry.Build, holding.Scope))
                .Select(build => ToBuild([.. build], parents)),
            used,
            now);
        _holdings = holdings.ToImmutableDictionary(holding => holding.Reference);
        var judged = verdicts.ToDictionary(verdict => (verdict.Build.Id, verdict.Build.Scope));
        var uncounted = holdings
            .Select(holding => new SharedManifestFate(
                holding.Reference, judged[(holding.Entry.Build, holding.Scope)], holding.Condemned, 0))
            .ToList();
        var bytes = FreedShares.Of(
            shelves,
            uncounted.Where(IsDeleted).Select(fate => fate.Reference).ToHashSet(),
            uncounted.Where(fate => !fate.Verdict.IsKept).Select(fate => fate.Reference).ToHashSet());
        var fates = uncounted
            .Select(fate => fate with { Bytes = bytes.GetValueOrDefault(fate.Reference) })
            .ToList();
        ImmutableArray<SharedManifestFate> deleted = [.. fates.Where(IsDeleted)];
        ImmutableArray<SharedManifestFate> condemned =
            [.. fates.Where(fate => fate is { Verdict.IsKept: false }
                && (fate.Condemned is null || !Of(fate).Places.IsEmpty))];
        ImmutableArray<SharedManifestFate> restored =
            [.. fates.Where(fate => fate is { Verdict.IsKept: true, Condemned: not null })];
        return new SharedGcPlan
        {
            Verdicts = verdicts,
            Condemned = condemned,
            Deleted = deleted,
            Waiting = [.. fates.Where(fate => IsWaiting(fate) && !IsDeleted(fate))],
            Restored = restored,
            Documents =
            [
                .. await _documents.PlanAsync(
                    shelves,
                    deleted.Select(Of).ToHashSet(),
                    verdicts.Where(verdict => verdict.IsKept).SelectMany(verdict => verdict.Build.Parents).ToHashSet(),
                    now,
                    now - policy.Grace,
                    cancellationToken),
                .. await _tombstones.PlanAsync(
                    shelves,
                    [.. deleted.Select(Of)],
                    condemned.Select(Of).ToHashSet(),
                    [.. restored.Select(Of)],
                    cancellationToken),
            ],
            Problems = problems.ToSorted(),
        };

        Holding Of(SharedManifestFate fate) => _holdings[fate.Reference];
        bool IsWaiting(SharedManifestFate fate) =>
            fate is { Verdict.IsKept: false, Condemned: not null } && Of(fate).Places.IsEmpty;
        bool IsDeleted(SharedManifestFate fate) => IsWaiting(fate) && fate.Condemned <= now - policy.Grace;
    }

    /// <summary>Does what the last plan says, looking at each manifest once more right before.</summary>
    public Task<SharedGcOutcome> CollectAsync(SharedGcPlan plan, CancellationToken cancellationToken) =>
        _executioner.CarryOutAsync(plan, _holdings, cancellationToken);

    private static RetainedBuild ToBuild(
        ImmutableArray<Holding> holdings,
        IReadOnlyDictionary<(InputsDigest, IndexScope), ImmutableArray<InputsDigest>> parents)
    {
        var first = holdings.FirstOrDefault(
            holding => holding.Places.Any(place => SharedTags.DigestOf(place.Tag) is not null), holdings[0]);
        var digest = first.Entry.Digest!.Value;
        return new RetainedBuild
        {
            Id = first.Entry.Build,
            Image = first.Image,
            Scope = first.Scope,
            Digest = digest,
            ImageHash = first.Entry.ImageHash!.Value,
            Manifest = first.Manifest.Descriptor.Digest,
            Built = first.Entry.BuiltAt,
            // Registries do not tell when something was put.
            Written = holdings.Max(holding =>
                holding.Entry.PushedAt > holding.Entry.BuiltAt ? holding.Entry.PushedAt : holding.Entry.BuiltAt),
            Places =
            [
                .. holdings.GroupBy(holding => (holding.Image, holding.Scope)).Select(place => new RetainedPlace(
                    place.Key.Image.Value,
                    place.Key.Scope,
                    place.Max(holding => holding.Entry.PushedAt),
                    place.Max(holding => holding.Entry.Expires))),
            ],
            Parents = parents.GetValueOrDefault((digest, first.Scope), []),
            NamedElsewhere = holdings
                .Select(holding => holding.OtherName)
                .FirstOrDefault(name => name is not null),
        };
    }

    /// <summary>What digests were built on, as those tell whom a scope trusts.</summary>
    private async Task<Dictionary<(InputsDigest, IndexScope), ImmutableArray<InputsDigest>>> ParentsAsync(
        IReadOnlyCollection<Holding> holdings, DiagnosticBag problems, CancellationToken cancellationToken)
    {
        // Also of images that only branches and tags have, which the tree at hand does not know.
        var repositories = holdings.Select(PlaceOf).Distinct().ToList();
        var places = holdings.ToLookup(holding => holding.Entry.Digest, PlaceOf);
        var unknown = new HashSet<InputsDigest>();
        var parents = new Dictionary<(InputsDigest, IndexScope), ImmutableArray<InputsDigest>>();
        foreach (var same in holdings.GroupBy(holding => (Digest: holding.Entry.Digest!.Value, holding.Scope)))
        {
            var likely = places[same.Key.Digest].ToHashSet();
            var trusted = repositories.Where(place => same.Key.Scope.Trusts(place.Scope)).ToList();
            var read = InputsParents.Of(await _records.FindInputsAsync(
                same.Key.Digest,
                [
                    .. _records.ByTrust(trusted.Where(likely.Contains)),
                    .. _records.ByTrust(trusted.Where(place => !likely.Contains(place))),
                ],
                cancellationToken));
            if (read is null && unknown.Add(same.Key.Digest))
            {
                problems.Add(new Diagnostic(
                    RetentionCodes.ParentsUnknown,
                    $"What {same.First().Image} with the digest {same.Key.Digest.Short} was built on is not known, "
                    + "because its inputs are not in the registry",
                    "What only it was built on is not kept for it.",
                    Severity: Severity.Warning));
            }

            parents[same.Key] = read ?? [];
        }

        return parents;

        static (IndexScope Scope, RepositoryName Repository) PlaceOf(Holding holding) =>
            (holding.Scope, holding.Repository);
    }
}
