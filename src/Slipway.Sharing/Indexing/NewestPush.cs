using Slipway.Model.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Finds the newest push of an image.</summary>
/// <remarks>
/// Registries put a tag whatever stood there, so of two pushes that set <c>latest</c> at once the older one may win.
/// The truth is the newest of the tags that name dates; <c>latest</c> says the same where nothing was lost.
/// </remarks>
internal sealed class NewestPush(SharedLayout layout, TagReader reader)
{
    // More than this many that are gone or expired in a row means that there is none.
    private const int MostTried = 8;

    /// <param name="latest">The place that <c>latest</c> is.</param>
    public async Task<IndexEntry?> FindAsync(SharedPlace latest, CancellationToken cancellationToken)
    {
        var manifest = await reader.AskAsync(latest, cancellationToken);
        var said = reader.Read(latest, manifest);
        if (manifest is not null && said is null)
        {
            // It was taken away, or is something else: no date makes up for that.
            return null;
        }

        var newer = (await reader.ListAsync(latest.Repository, cancellationToken))
            .Select(tag => (Tag: tag, Date: SharedTags.PushDateOf(tag)))
            .Where(tag => tag.Date is { } date && (said is null || date.ToUnixTimeSeconds() > said.Rank))
            .OrderByDescending(tag => tag.Date)
            .Take(MostTried);
        foreach (var (tag, _) in newer)
        {
            if (layout.PlaceOf(latest.Scope, latest.Image!.Value, tag) is { } place
                && await reader.FindAsync(place, cancellationToken) is { } entry)
            {
                return entry with { Namespace = latest.Namespace };
            }
        }

        return said;
    }
}
