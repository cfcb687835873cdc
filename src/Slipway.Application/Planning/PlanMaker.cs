using System.Collections.Immutable;
using Slipway.Application.Checkouts;
using Slipway.Application.Digests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>Makes plans for the tree as it stands.</summary>
internal sealed class PlanMaker(WorkspaceParts parts)
{
    /// <summary>
    /// Contexts and digests of images and of all their ancestors; of the whole tree without those that are broken.
    /// </summary>
    /// <exception cref="SlipwayException">An image that a person named is broken, or all are.</exception>
    public async Task<IReadOnlyDictionary<ImageName, ImageInputs>> DigestsAsync(
        IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var problems = new ImageProblems();
        var inputs = await new TreeDigests(parts.Tree, parts.Catalog, parts.DigestCache)
            .ComputeAsync(images.Select(image => image.Name), problems, cancellationToken);
        parts.Warn(problems.ToSorted());
        parts.LeaveOut(problems.Broken);
        return inputs;
    }

    /// <summary>A plan for images and the push that the settings describe.</summary>
    public Task<PreparedPlan> PlanAsync(
        ImmutableArray<ImageDefinition> images, bool force, CancellationToken cancellationToken) => PlanAsync(
            images,
            force,
            parts.Push,
            new IndexReader(parts.Index, parts.Source),
            [],
            isForEngine: false,
            cancellationToken);

    /// <summary>The same, for an engine of this machine, which needs no image to build in.</summary>
    public Task<PreparedPlan> PlanForEngineAsync(
        ImmutableArray<ImageDefinition> images, bool force, CancellationToken cancellationToken) => PlanAsync(
            images,
            force,
            parts.Push,
            new IndexReader(parts.Index, parts.Source),
            [],
            isForEngine: true,
            cancellationToken);

    /// <summary>A plan for images and another push than the settings describe.</summary>
    /// <param name="images">The images that are wanted.</param>
    /// <param name="force">Whether they are built whatever the index has.</param>
    /// <param name="push">The push.</param>
    /// <param name="reader">Asks the index.</param>
    /// <param name="used">Images that are used at once when they are there: they are asked for themselves.</param>
    /// <param name="isForEngine">Whether an engine of this machine builds, and no task.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<PreparedPlan> PlanAsync(
        ImmutableArray<ImageDefinition> images,
        bool force,
        PushContext push,
        IndexReader reader,
        IReadOnlyCollection<ImageName> used,
        bool isForEngine,
        CancellationToken cancellationToken)
    {
        reader.NeedsDigests = await parts.Guards.NeedsDigestsAsync(push.Level, cancellationToken);
        parts.LeaveOut(await new GoneImages(parts).FindAsync(parts.Catalog, images, cancellationToken));
        images = [.. images.Where(image => IsUsable(image.Name))];
        await new LackingSources(parts).WarnAsync(images, cancellationToken);
        var inputs = await DigestsAsync(images, cancellationToken);
        var digests = inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Digest);
        var request = new PlanRequest
        {
            Wanted = [.. images.Select(image => image.Name).Where(inputs.ContainsKey)],
            Push = push,
            Now = parts.Clock.GetUtcNow(),
            Force = force,
            IsForEngine = isForEngine,
            AsksNewestOfFound = !reader.IsAskedOneByOne,
        };
        var (plan, warnings) = await AskAsync(
            new Planner(parts.Catalog, digests, request), used, reader, cancellationToken);
        if (await FormerNamesAsync(plan, digests, cancellationToken) is { Count: > 0 } former)
        {
            (plan, warnings) = await AskAsync(
                new Planner(parts.Catalog, digests, request with { FormerNames = former }),
                used,
                reader,
                cancellationToken);
        }

        if (!isForEngine && HomelessPackages.In(parts.Catalog, plan) is { Count: > 0 } homeless)
        {
            // Without them it is another plan: what installs them is left out too, and less may have to be built.
            parts.LeaveOut(homeless);
            return await PlanAsync(
                [.. images.Where(image => IsUsable(image.Name))],
                force,
                push,
                reader,
                [.. used.Where(IsUsable)],
                isForEngine,
                cancellationToken);
        }

        parts.Warn(warnings);
        parts.Warn(plan.ToBuild.SelectMany(image => UnknownNames.In(parts.Catalog, parts.Catalog[image.Name])));
        return new PreparedPlan(plan, inputs);
    }

    private bool IsUsable(ImageName name) => parts.Catalog.Find(name) is not null;

    /// <summary>Makes a plan of what the index has, and tells what of that does not count.</summary>
    private static async Task<(BuildPlan Plan, ImmutableArray<Diagnostic> Warnings)> AskAsync(
        Planner planner, IReadOnlyCollection<ImageName> used, IndexReader reader, CancellationToken cancellationToken)
    {
        var (answers, warnings) = await AskIndexAsync(planner, reader, cancellationToken);
        var plan = planner.Plan(answers);
        // What is used is asked for itself: that its task is there does not say that its image still is.
        var asked = new HashSet<BuiltImage>();
        while (UsedOf(plan, used).Where(entry => asked.Add(entry.Image)).ToList() is { Count: > 0 } unasked)
        {
            var gone = await reader.DropGoneAsync(answers, unasked, cancellationToken);
            if (gone.IsEmpty)
            {
                break;
            }

            warnings = warnings.AddRange(gone);
            plan = planner.Plan(answers);
        }

        return (plan, warnings);
    }

    private static async Task<(Dictionary<IndexNamespace, IndexEntry> Answers, ImmutableArray<Diagnostic> Warnings)>
        AskIndexAsync(Planner planner, IndexReader reader, CancellationToken cancellationToken)
    {
        if (!reader.IsAskedOneByOne)
        {
            return await reader.AskAsync(planner.Questions(), cancellationToken);
        }

        var (answers, warnings) = await reader.AskFirstAsync(planner.Alternatives(), cancellationToken);
        var (newest, more) = await reader.AskAsync(
            planner.QuestionsAbout(planner.Plan(answers)), cancellationToken);
        foreach (var (ns, entry) in newest)
        {
            answers[ns] = entry;
        }

        return (answers, warnings.AddRange(more));
    }

    /// <summary>
    /// Under which other names this machine has built what the plan did not find: an image whose folder was renamed is
    /// the same image.
    /// </summary>
    private async Task<ILookup<InputsDigest, ImageName>> FormerNamesAsync(
        BuildPlan plan, Dictionary<ImageName, InputsDigest> digests, CancellationToken cancellationToken)
    {
        var missing = plan.ToBuild
            .Where(image => image is { Found: null, Reason: not (PlanReason.Uncached or PlanReason.Forced) })
            .Select(image => image.Digest)
            .ToHashSet();
        return (missing.Count == 0 ? [] : await parts.StoreToRead.Builds.ListNamesAsync(missing, cancellationToken))
            .Where(built => digests.GetValueOrDefault(built.Name) != built.Digest)
            .ToLookup(built => built.Digest, built => built.Name);
    }

    /// <summary>The entries of images that are reused and used: others are built on them, or run in them.</summary>
    private static IEnumerable<IndexEntry> UsedOf(BuildPlan plan, IReadOnlyCollection<ImageName> used)
    {
        var names = plan.ToBuild.SelectMany(image => image.Parents).Concat(used).ToHashSet();
        return plan.Images
            .Where(image => !image.MustBuild && names.Contains(image.Name))
            .Select(image => image.Found!.Entry);
    }

    /// <summary>How long a plan will take by the builds that are on record.</summary>
    /// <param name="slots">How many images are built at once; at least 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null when the plan builds nothing.</returns>
    public async Task<BuildEstimate?> EstimateAsync(BuildPlan plan, int slots, CancellationToken cancellationToken)
    {
        var durations = await PastDurations.OfAsync(plan, parts.StoreToRead.Builds, cancellationToken);
        return plan.ToBuild.Any() ? new BuildEstimator(plan, durations).Estimate(slots) : null;
    }
}

/// <summary>A plan with what it was made from, which is what carrying it out needs.</summary>
/// <param name="Plan">What to do.</param>
/// <param name="Inputs">The contexts and digests of its images and of their ancestors.</param>
public sealed record PreparedPlan(BuildPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs);
