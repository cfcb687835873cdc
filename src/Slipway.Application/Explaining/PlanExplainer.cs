using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.History;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Adds to a plan what changed in the images that it builds.</summary>
public sealed class PlanExplainer(InputsComparer comparer)
{
    /// <summary>Explains by the tree as it stands and by what the store knows.</summary>
    internal static PlanExplainer ForTree(WorkspaceParts parts, IReadOnlyDictionary<ImageName, ImageInputs> inputs)
    {
        var store = parts.StoreToRead;
        var manifests = new ManifestSource(store.Images, store.Builds, parts.Config.Dialect).Add(inputs.Values);
        var tree = new Side.Tree("the working tree", parts.Catalog, inputs, IsWhole: true);
        // The past is not looked into, which could take seconds: the Dockerfile as it stands tells whether an argument
        // did it.
        var dockerfiles = new DockerfileExplainer(
            parts.Catalog.Config, new ContentFinder(parts.Tree, NoContentHistory.Instance));
        return new PlanExplainer(new InputsComparer(manifests, tree.Locate, dockerfiles));
    }

    /// <summary>The same plan, its causes explained as far as the inputs of earlier builds are to be had.</summary>
    public async Task<BuildPlan> ExplainAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var images = ImmutableArray.CreateBuilder<PlannedImage>(plan.Images.Length);
        foreach (var image in plan.Images)
        {
            images.Add(image with { Reason = await ExplainAsync(image, cancellationToken) });
        }

        return plan with { Images = images.MoveToImmutable() };
    }

    private async Task<PlanReason> ExplainAsync(PlannedImage image, CancellationToken cancellationToken) =>
        image.Reason switch
        {
            PlanReason.InputsChanged { Previous: { } previous } own => own with
            {
                Explanation = await comparer.ExplainAsync(image.Name, previous, image.Digest, cancellationToken),
            },
            PlanReason.ParentsChanged { Previous: { } previous } parents => parents with
            {
                Explanation = await comparer.ExplainAsync(image.Name, previous, image.Digest, cancellationToken),
            },
            var other => other,
        };
}
