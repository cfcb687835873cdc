using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Namespaces;
using Slipway.Core.Retention;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Retention;

/// <summary>
/// The policy of a tree for a store that may hold what other trees built: of those it says nothing, and what it needs
/// of the store it asks at the moment of the decision.
/// </summary>
/// <param name="config">Whose namespaces are the tree's.</param>
/// <param name="policy">What is kept.</param>
/// <param name="used">What is in use.</param>
/// <param name="clock">The clock of the store.</param>
internal sealed class TreeRetention(
    SlipwayConfig config, RetentionPolicy policy, UsedImages used, TimeProvider clock) : IRetention
{
    private readonly TreeNamespaces _namespaces = new(config);
    private readonly Dictionary<Sha256Digest, ImmutableArray<InputsDigest>?> _parents = [];
    private readonly Dictionary<BuildId, ImmutableArray<IndexNamespace>> _entries = [];
    private StoreContents? _contents;

    /// <summary>What the last decision was, for each build of the tree.</summary>
    public ImmutableArray<RetentionVerdict> Verdicts { get; private set; } = [];

    public RetentionDecision Decide(StoreContents contents)
    {
        _contents = contents;
        _entries.Clear();
        Verdicts = RetentionJudge.Judge(policy, Builds(contents), used, clock.GetUtcNow());
        return new RetentionDecision(
            Verdicts.Where(verdict => verdict.IsKept).Select(verdict => verdict.Build.Id).ToHashSet(),
            Verdicts.Where(verdict => !verdict.IsKept)
                .SelectMany(verdict => _entries[verdict.Build.Id])
                .ToHashSet());
    }

    /// <summary>The builds that a plan removes, each with the bytes that are counted to it.</summary>
    public ImmutableArray<RetiredBuild> Retired(GcPlan plan)
    {
        var going = plan.Entries.ToHashSet();
        var free = plan.Blobs.Select(blob => blob.Digest).ToHashSet();
        var retired = Verdicts
            .Where(verdict => !verdict.IsKept && _entries[verdict.Build.Id].All(going.Contains))
            .ToList();
        var contents = retired
            .Select(verdict => _contents!.Images[verdict.Build.ImageHash])
            .DistinctBy(image => image.Manifest)
            .ToDictionary(
                image => image.Manifest,
                image => image.Blobs
                    .Where(blob => free.Contains(blob.Digest))
                    .Select(blob => new ContentPart(blob.Digest, blob.Size))
                    .ToImmutableArray());
        var shares = FreedContent.Of(retired, contents).Shares;
        return [.. retired.Select(verdict => new RetiredBuild(verdict, shares[verdict.Build.Id]))];
    }

    /// <summary>The kept builds of which the store does not know what they were built on.</summary>
    public IEnumerable<Diagnostic> Problems()
    {
        var records = _contents is { } contents ? contents.Builds.ToDictionary(build => build.Id) : [];
        return
            from verdict in Verdicts
            where verdict.IsKept
            let record = records[verdict.Build.Id]
            where _parents[record.InputsManifest] is null
            group record by record.Image into unknown
            select new Diagnostic(
                RetentionCodes.ParentsUnknown,
                $"What {string.Join(", ", unknown.Select(record => record.Id))} of {unknown.Key} was built on is not "
                + "known, because its inputs are gone or damaged",
                "Run `slipway fsck`; what only it was built on is not kept for it.",
                Severity: Severity.Warning);
    }

    private IEnumerable<RetainedBuild> Builds(StoreContents contents)
    {
        // What is not believed is found by nobody, and counts for nothing.
        var entries = contents.Entries
            .Where(entry => EntryTruth.CompareWithNamespace(entry) is null)
            .Select(entry => (Entry: entry, Place: _namespaces.Read(entry.Namespace)))
            .ToLookup(found => found.Entry.Build);
        var now = clock.GetUtcNow();
        foreach (var record in contents.Builds)
        {
            var own = entries[record.Id].Where(found => found.Place is not null).ToList();
            if (own.Count == 0)
            {
                continue;
            }

            _entries[record.Id] = [.. own.Select(found => found.Entry.Namespace)];
            var image = contents.Images[record.ImageHash!.Value];
            yield return new RetainedBuild
            {
                Id = record.Id,
                Image = record.Image,
                Scope = record.Scope,
                Digest = record.Digest,
                ImageHash = record.ImageHash.Value,
                Manifest = image.Manifest,
                Built = record.Finished,
                Written = record.Finished > image.Stored ? record.Finished : image.Stored,
                Places =
                [
                    .. own.GroupBy(found => found.Place!.Value).Select(group => new RetainedPlace(
                        group.Key.Name,
                        group.Key.Scope,
                        group.Max(found => found.Entry.PushedAt),
                        group.Max(found => found.Entry.Expires))),
                ],
                Parents = ParentsOf(record, contents) ?? [],
                NamedElsewhere = entries[record.Id]
                    .Where(found => found.Place is null && found.Entry.Expires > now)
                    .Select(found => found.Entry.Namespace.Value)
                    .FirstOrDefault(),
            };
        }
    }

    private ImmutableArray<InputsDigest>? ParentsOf(BuildRecord record, StoreContents contents)
    {
        if (!_parents.TryGetValue(record.InputsManifest, out var parents))
        {
            parents = InputsParents.Of(contents.ReadInputs(record.InputsManifest));
            _parents[record.InputsManifest] = parents;
        }

        return parents;
    }
}

/// <summary>A build that is removed, or would be.</summary>
/// <param name="Verdict">Where it stood, and by which rule it goes.</param>
/// <param name="Bytes">What is counted to it of what becomes free.</param>
public sealed record RetiredBuild(RetentionVerdict Verdict, long Bytes);
