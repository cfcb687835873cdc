using System.Collections.Immutable;
using Slipway.Core.Planning;

namespace Slipway.Application.Explaining;

/// <summary>Adds to a plan what changed in the images that it builds.</summary>
public sealed class PlanExplainer(InputsComparer comparer)
{
    /// <summary>The same plan, its causes explained as far as the inputs of earlier builds are to be had.</summary>
    public async Task<BuildPlan> ExplainAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var images = ImmutableArray.CreateBuilder<PlannedImage>(plan.Images.Length);
        foreach (var image in plan.Images)
        {
            images.Add(image with { Cause = await ExplainAsync(image, cancellationToken) });
        }

        return plan with { Images = images.MoveToImmutable() };
    }

    private async Task<PlanCause> ExplainAsync(PlannedImage image, CancellationToken cancellationToken) =>
        image.Cause switch
        {
            PlanCause.InputsChanged { Previous: { } previous } own => own with
            {
                Explanation = await comparer.ExplainAsync(image.Name, previous, image.Digest, cancellationToken),
            },
            PlanCause.ParentsChanged { Previous: { } previous } parents => parents with
            {
                Explanation = await comparer.ExplainAsync(image.Name, previous, image.Digest, cancellationToken),
            },
            var other => other,
        };
}
