using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Tells how an image came to be what it is: its builds, each against the nearest of those before.</summary>
public sealed class BuildHistory(IBuildRecords builds, InputsComparer comparer)
{
    /// <summary>
    /// How many records are read for each build that is asked for: some failed, some are of other scopes.
    /// </summary>
    private const int Spare = 10;

    /// <summary>The newest builds of an image that succeeded, the newest first.</summary>
    public async Task<IReadOnlyList<Rebuild>> ListAsync(ImageName image, int limit, CancellationToken cancellationToken)
    {
        var records = (await builds.ListAsync(image, (limit + 1) * Spare, cancellationToken))
            .Where(record => record.Result == BuildResult.Succeeded)
            .ToList();
        var rebuilds = new List<Rebuild>();
        for (int i = 0; i < Math.Min(limit, records.Count); i++)
        {
            rebuilds.Add(await ExplainAsync(records[i], records.Skip(i + 1), cancellationToken));
        }

        return rebuilds;
    }

    private async Task<Rebuild> ExplainAsync(
        BuildRecord record, IEnumerable<BuildRecord> earlier, CancellationToken cancellationToken)
    {
        // What a pull request built is nobody else's past, and what a lower level built is not a higher one's.
        var trusted = earlier.Where(candidate => record.Scope.Trusts(candidate.Scope)).ToList();
        if (trusted is [] || trusted[0].Digest == record.Digest)
        {
            return new Rebuild(record, trusted.FirstOrDefault(), null);
        }

        var nearest = await NearestBuild.FindAsync(
            comparer, record.Image, trusted.Select(build => build.Digest), record.Digest, cancellationToken);
        return nearest is var (digest, explanation)
            ? new Rebuild(record, trusted.First(build => build.Digest == digest), explanation)
            : new Rebuild(record, null, null);
    }
}
