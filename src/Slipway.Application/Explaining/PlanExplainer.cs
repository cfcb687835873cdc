using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.History;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Adds to a plan what changed in the images that it builds.</summary>
/// <param name="comparer">Compares inputs.</param>
/// <param name="builds">The builds on record.</param>
public sealed class PlanExplainer(InputsComparer comparer, IBuildRecords builds)
{
    /// <summary>Explains by the tree as it stands and by what the store knows.</summary>
    internal static PlanExplainer ForTree(WorkspaceParts parts, IReadOnlyDictionary<ImageName, ImageInputs> inputs)
    {
        var store = parts.StoreToRead;
        var manifests = new ManifestSource(
            store.Images, store.Builds, parts.Config.Dialect, parts.SharedInputs).Add(inputs.Values);
        var tree = new Side.Tree("the working tree", parts.Catalog, inputs, IsWhole: true);
        // The past is not looked into, which could take seconds: the Dockerfile as it stands tells whether an argument
        // did it.
        var dockerfiles = new DockerfileExplainer(
            parts.Catalog.Config, new ContentFinder(parts.Tree, NoContentHistory.Instance));
        return new PlanExplainer(new InputsComparer(manifests, tree.Locate, dockerfiles), store.Builds);
    }

    /// <summary>The same plan, its causes explained as far as the inputs of earlier builds are to be had.</summary>
    public async Task<BuildPlan> ExplainAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var images = ImmutableArray.CreateBuilder<PlannedImage>(plan.Images.Length);
        foreach (var image in plan.Images)
        {
            images.Add(image with { Reason = await ExplainAsync(image, plan.Push.Scope, cancellationToken) });
        }

        return plan with { Images = images.MoveToImmutable() };
    }

    private async Task<PlanReason> ExplainAsync(
        PlannedImage image, IndexScope scope, CancellationToken cancellationToken)
    {
        var latest = image.Reason switch
        {
            PlanReason.InputsChanged own => own.Previous,
            PlanReason.ParentsChanged parents => parents.Previous,
            _ => null,
        };
        if (latest is not { } previous)
        {
            return image.Reason;
        }

        var candidates = await NearestBuild.CandidatesAsync(builds, image.Name, scope, cancellationToken);
        var nearest = await NearestBuild.FindAsync(
            comparer,
            image.Name,
            candidates.Select(build => build.Digest).Prepend(previous),
            image.Digest,
            cancellationToken);
        return (image.Reason, nearest) switch
        {
            (PlanReason.InputsChanged own, var (digest, explanation)) => own with
            {
                Previous = digest,
                Explanation = explanation,
            },
            (PlanReason.ParentsChanged parents, var (digest, explanation)) => parents with
            {
                Previous = digest,
                Explanation = explanation,
            },
            _ => image.Reason,
        };
    }
}
