using Slipway.Application.Planning;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds out why an image is built.</summary>
internal sealed class WhyFinder(WorkspaceParts parts, SideReader sides)
{
    private const string Latest = "latest";
    private const string LevelPrefix = "level-";

    /// <param name="against">What to compare with: <c>latest</c>, <c>level-3</c>,
    /// or what <see cref="SideReader"/> reads.</param>
    public async Task<WhyAnswer> FindAsync(
        ImageDefinition image, string against, CancellationToken cancellationToken)
    {
        var (plan, inputs) = await new PlanMaker(parts).PlanAsync([image], force: false, cancellationToken);
        sides.Manifests.Add(inputs.Values);
        var tree = new Side.Tree("the working tree", parts.Catalog, inputs, IsWhole: true);
        var planned = plan.Images.Single(candidate => candidate.Name == image.Name);
        if (against == Latest && planned.Reason is PlanReason.Uncached)
        {
            return new WhyAnswer(planned, WhyVerdict.Uncached, null, null, null, null);
        }

        if (against == Latest && await FoundAsync(planned, tree, cancellationToken) is { } found)
        {
            return found;
        }

        if (against == Latest)
        {
            return await sides.LatestAsync(image.Name, null, cancellationToken) is { } latest
                ? await AgainstLatestAsync(planned, latest, tree, cancellationToken)
                : await NeverBuiltAsync(planned, cancellationToken);
        }

        if (against.StartsWith(LevelPrefix, StringComparison.Ordinal)
            && Level.TryParse(against[LevelPrefix.Length..], out var level))
        {
            var baseline =
                await sides.LatestAsync(image.Name, level, cancellationToken) ?? throw NothingAt(image, against);
            return await CompareAsync(planned, baseline.Digest, Describe(baseline), baseline, tree, cancellationToken);
        }

        return await sides.ReadAsync(against, [image.Name], cancellationToken) switch
        {
            Side.Recorded build => await CompareAsync(
                planned, build.Build.Digest, build.Label, build.Build, tree, cancellationToken),
            Side.Tree then => await CompareAsync(
                planned, then.DigestOf(image.Name), then.Label, null, tree, cancellationToken),
            _ => throw new InvalidOperationException("A side is a build or a tree."),
        };
    }

    /// <summary>How the causes look line by line.</summary>
    public async Task<WhyAnswer> WithPatchesAsync(WhyAnswer answer, CancellationToken cancellationToken)
    {
        if ((answer.Explanation ?? answer.LastRebuild?.Explanation) is not { } explanation)
        {
            return answer;
        }

        var contents = ContentsFor(answer.Baseline, answer.LastRebuild);
        return answer with { Patches = await new PatchMaker(contents).MakeAllAsync(explanation, cancellationToken) };
    }

    /// <summary>
    /// What is found by its digest is not built, whatever was built since: a change that was taken back, or another
    /// name, is no reason. Null when it is not found, or when the newest build is the one.
    /// </summary>
    private async Task<WhyAnswer?> FoundAsync(PlannedImage planned, Side.Tree tree, CancellationToken cancellationToken)
    {
        if (planned is not { Reason: PlanReason.Found reason, Found: { } found }
            || (await sides.LatestAsync(planned.Name, null, cancellationToken))?.Digest == planned.Digest)
        {
            return null;
        }

        var record = await parts.Builds.FindAsync(found.Entry.Build, cancellationToken);
        var baseline = new Baseline(planned.Digest, found.Scope, found.Entry.BuiltAt, record);
        string label = reason.SameAs is { } other ? $"{other}, {Describe(baseline)}" : Describe(baseline);
        var rebuild = reason.SameAs is null
            ? await LastRebuildAsync(planned.Name, baseline, tree, cancellationToken)
            : null;
        return new WhyAnswer(planned, WhyVerdict.UpToDate, label, baseline, null, rebuild);
    }

    private async Task<WhyAnswer> AgainstLatestAsync(
        PlannedImage planned, Baseline latest, Side.Tree tree, CancellationToken cancellationToken)
    {
        if (latest.Digest != planned.Digest)
        {
            var nearest = await NearestAsync(planned, latest, tree, cancellationToken);
            return await CompareAsync(
                planned, nearest.Digest, Describe(nearest), nearest, tree, cancellationToken);
        }

        string label = Describe(latest);

        var verdict = planned.Reason switch
        {
            PlanReason.TooOld => WhyVerdict.TooOld,
            PlanReason.ParentTooOld => WhyVerdict.ParentTooOld,
            PlanReason.Found => WhyVerdict.UpToDate,
            _ => WhyVerdict.EntryGone,
        };
        var rebuild = verdict == WhyVerdict.UpToDate
            ? await LastRebuildAsync(planned.Name, latest, tree, cancellationToken)
            : null;
        return new WhyAnswer(planned, verdict, label, latest, null, rebuild);
    }

    private async Task<Baseline> NearestAsync(
        PlannedImage planned, Baseline latest, Side.Tree tree, CancellationToken cancellationToken)
    {
        var candidates = await NearestBuild.CandidatesAsync(
            parts.StoreToRead.Builds, planned.Name, parts.Push.Scope, cancellationToken);
        var nearest = await NearestBuild.FindAsync(
            new InputsComparer(sides.Manifests, tree.Locate),
            planned.Name,
            candidates.Select(build => build.Digest).Prepend(latest.Digest),
            planned.Digest,
            cancellationToken);
        return nearest is var (digest, _) && digest != latest.Digest
            && candidates.FirstOrDefault(build => build.Digest == digest) is { } record
                ? new Baseline(digest, record.Scope, record.Finished, record)
                : latest;
    }

    private async Task<WhyAnswer> NeverBuiltAsync(PlannedImage planned, CancellationToken cancellationToken)
    {
        var finder = new BaselineFinder(parts.Backend, new IndexNaming(parts.Catalog.Config));
        var newest = await finder.AnywhereAsync(planned.Name, cancellationToken)
            ?? await finder.LatestAsync(
                planned.Name, Level.Lowest.TrustedLevels().Select(IndexScope.Of), cancellationToken);
        return newest is { } elsewhere
            ? new WhyAnswer(planned, WhyVerdict.OtherLevelOnly, Describe(elsewhere), elsewhere, null, null)
            : new WhyAnswer(planned, WhyVerdict.NeverBuilt, null, null, null, null)
            {
                Asked = parts.SharedPlace is { } place
                    ? $"neither the store nor {place} has a"
                    : "the store has no",
            };
    }

    private async Task<WhyAnswer> CompareAsync(
        PlannedImage planned,
        InputsDigest? before,
        string label,
        Baseline? baseline,
        Side.Tree tree,
        CancellationToken cancellationToken)
    {
        if (before == planned.Digest)
        {
            return new WhyAnswer(planned, WhyVerdict.UpToDate, label, baseline, null, null);
        }

        var comparer = ComparerFor(tree, baseline);
        var explanation = await comparer.ExplainAsync(planned.Name, before, planned.Digest, cancellationToken);
        if (explanation[planned.Name].Kind == ComparisonKind.BeforeUnknown)
        {
            return await new TaskComparer(parts, tree.Inputs).CompareAsync(
                    planned.Name, baseline?.Task, cancellationToken) is { } told
                ? new WhyAnswer(planned, WhyVerdict.Changed, label, baseline, null, null) { Told = told }
                : throw ManifestGone(planned.Name, label);
        }

        return new WhyAnswer(planned, WhyVerdict.Changed, label, baseline, explanation, null);
    }

    /// <summary>The build that made the image as it is, against the one before it.</summary>
    private async Task<Rebuild?> LastRebuildAsync(
        ImageName image, Baseline latest, Side.Tree tree, CancellationToken cancellationToken)
    {
        var comparer = ComparerFor(tree, latest);
        var newest = await new BuildHistory(parts.Builds, comparer).ListAsync(image, 1, cancellationToken);
        return newest is [var rebuild] && rebuild.Record.Id == latest.Record?.Id ? rebuild : null;
    }

    private InputsComparer ComparerFor(Side.Tree tree, Baseline? baseline) => new(
        sides.Manifests,
        tree.Locate,
        new DockerfileExplainer(parts.Catalog.Config, ContentsFor(baseline, null)));

    private ContentFinder ContentsFor(Baseline? baseline, Rebuild? rebuild) =>
        sides.Contents(baseline?.Record?.Revision, rebuild?.Previous?.Revision, rebuild?.Record.Revision);

    private string Describe(Baseline baseline) =>
        $"{baseline.Digest.Short}, built {Units.Age(parts.Clock.GetUtcNow() - baseline.BuiltAt)} at {baseline.Scope}";

    private static SlipwayException NothingAt(ImageDefinition image, string scope) => new(new Diagnostic(
        ExplainCodes.NothingToCompare,
        $"No build of {image.Name} is indexed at {scope}",
        $"`slipway history {image.Name}` lists the builds that this store has; name one by its digest."));

    private static SlipwayException ManifestGone(ImageName image, string label) => new(new Diagnostic(
        ExplainCodes.ManifestGone,
        $"The inputs of {image} as {label} are not in the store any more",
        $"Compare with another build (`slipway history {image}`) or with a git revision, by --against."));
}
