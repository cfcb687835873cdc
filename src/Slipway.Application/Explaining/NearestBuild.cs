using Slipway.Core.Causes;
using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>
/// Finds what the inputs of an image are best compared with: of the newest builds that may have been used, that of
/// which least has changed. What was taken back since, or is another branch's, would else be told as a change.
/// </summary>
internal static class NearestBuild
{
    // Each costs the reading of its inputs, which name thousands of files.
    private const int MostCompared = 6;

    private const int PastBuilds = 50;

    /// <param name="comparer">Compares.</param>
    /// <param name="image">The image.</param>
    /// <param name="before">What it may be compared with; of equals the first is taken.</param>
    /// <param name="now">The digest to be explained.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null when there is nothing to compare with.</returns>
    public static async Task<(InputsDigest Digest, Explanation Explanation)?> FindAsync(
        InputsComparer comparer,
        ImageName image,
        IEnumerable<InputsDigest> before,
        InputsDigest now,
        CancellationToken cancellationToken)
    {
        (InputsDigest, Explanation)? nearest = null;
        int least = int.MaxValue;
        foreach (var digest in before.Where(digest => digest != now).Distinct().Take(MostCompared))
        {
            var explanation = await comparer.ExplainAsync(image, digest, now, cancellationToken);
            bool isWhole = explanation.Comparisons.All(comparison => comparison.Kind
                is not (ComparisonKind.BeforeUnknown or ComparisonKind.AfterUnknown));
            int changes = isWhole ? explanation.Causes.Length : int.MaxValue;
            if (nearest is null || changes < least)
            {
                (nearest, least) = ((digest, explanation), changes);
            }

            if (least <= 1)
            {
                break;
            }
        }

        return nearest;
    }

    /// <summary>The builds that succeeded and that a scope may use, the newest first.</summary>
    public static async Task<IReadOnlyList<BuildRecord>> CandidatesAsync(
        IBuildRecords builds, ImageName image, IndexScope scope, CancellationToken cancellationToken) =>
        [
            .. (await builds.ListAsync(image, PastBuilds, cancellationToken)).Where(record =>
                record.Result == BuildResult.Succeeded && scope.Trusts(record.Scope)),
        ];
}
