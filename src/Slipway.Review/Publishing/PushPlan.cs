using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.Publishing;

/// <summary>What a push will do: a value that can be printed and carried out.</summary>
/// <param name="Images">Parents before children.</param>
public sealed record PushPlan(ImmutableArray<PlannedPush> Images)
{
    public IEnumerable<PlannedPush> ToPush => Images.Where(image => image.Action == PushAction.Push);

    /// <exception cref="SlipwayException">An image is refused: every reason.</exception>
    public void ThrowIfRefused()
    {
        ImmutableArray<Diagnostic> reasons =
            [.. Images.Where(image => image.Action == PushAction.Refuse).Select(image => image.Remark!)];
        if (!reasons.IsEmpty)
        {
            throw new SlipwayException(reasons);
        }
    }
}
