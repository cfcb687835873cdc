using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>
/// The rank of an image's task in the index: an entry gives way to one of the same rank or a higher one.
/// </summary>
/// <remarks><c>add_index_routes</c> in <c>taskgraph/transforms/task.py</c>.</remarks>
internal static class ImageRank
{
    /// <param name="settings">What the tree says about the image's task.</param>
    /// <param name="rules">Says what goes where the tree says nothing.</param>
    /// <param name="push">The push; its date is a rank by which an older push never replaces a newer one.</param>
    public static long Of(ImageTaskSettings settings, ImageTaskRules rules, PushContext push)
    {
        string rank = settings.Index?.Rank ?? ProductIndex.RankByTier;
        if (int.TryParse(rank, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        // taskgraph counts a task that Treeherder does not show as one of the last tier. Images are shown in the first.
        bool isOfLastTier = settings.Symbol is null;
        return rank == ProductIndex.RankByTier && rules.RanksByTier && isOfLastTier
            ? 0
            : push.PushDate.ToUnixTimeSeconds();
    }
}
