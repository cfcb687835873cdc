using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Tells how an image came to be what it is: its builds, each against the one before.</summary>
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
        var previous = earlier.FirstOrDefault(candidate => record.Scope.Trusts(candidate.Scope));
        var explanation = previous is null || previous.Digest == record.Digest
            ? null
            : await comparer.ExplainAsync(record.Image, previous.Digest, record.Digest, cancellationToken);
        return new Rebuild(record, previous, explanation);
    }
}
