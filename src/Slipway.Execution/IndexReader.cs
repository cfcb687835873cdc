using System.Collections.Immutable;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Planning;
using Slipway.Core.Storage;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>Asks the index on behalf of plans, and keeps only answers that the store can make good.</summary>
public sealed class IndexReader(IImageIndex index, IImageStore images)
{
    /// <summary>Makes a plan: the planner's questions, the index's answers.</summary>
    public async Task<(BuildPlan Plan, ImmutableArray<Diagnostic> Warnings)> PlanAsync(
        Planner planner, CancellationToken cancellationToken)
    {
        var answers = await index.FindAllAsync(planner.Questions(), cancellationToken);
        var (sound, warnings) = await KeepStoredAsync(answers, cancellationToken);
        return (planner.Plan(sound), warnings);
    }

    /// <summary>The first candidate that is indexed, stored and fresh enough; null when there is none.</summary>
    public async Task<FoundImage?> FindAsync(PlannedImage planned, CancellationToken cancellationToken)
    {
        var answers = await index.FindAllAsync(
            [.. planned.Candidates.Select(candidate => candidate.Namespace)], cancellationToken);
        var (sound, _) = await KeepStoredAsync(answers, cancellationToken);
        return planned.Candidates
            .Where(candidate => sound.ContainsKey(candidate.Namespace))
            .Select(candidate => new FoundImage(sound[candidate.Namespace], candidate.Scope))
            .FirstOrDefault(found => planned.FreshAfter is not { } fresh || found.Entry.BuiltAt > fresh);
    }

    private async Task<(Dictionary<IndexNamespace, IndexEntry> Sound, ImmutableArray<Diagnostic> Warnings)>
        KeepStoredAsync(
            IReadOnlyDictionary<IndexNamespace, IndexEntry> answers, CancellationToken cancellationToken)
    {
        var sound = new Dictionary<IndexNamespace, IndexEntry>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        var stored = new Dictionary<Sha256Digest, bool>();
        foreach (var (ns, entry) in answers)
        {
            if (entry.ImageHash is { } hash)
            {
                if (!stored.TryGetValue(hash, out bool there))
                {
                    there = await images.FindAsync(hash, cancellationToken) is not null;
                    stored[hash] = there;
                }

                if (there)
                {
                    sound[ns] = entry;
                    continue;
                }
            }

            warnings.Add(new Diagnostic(
                IndexCodes.ImageMissing,
                $"{ns} points to an image that the store does not have, so it counts as not found",
                "Run `slipway build` to make it anew, or `slipway index delete` to remove the entry.",
                Severity: Severity.Warning));
        }

        return (sound, warnings.DrainToImmutable());
    }
}
