using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Sharing.Builds;

/// <summary>The builds that were run here, and those that others shared. What is written is written here.</summary>
internal sealed class SharedBuildRecords(IBuildRecords local, SharedRecords shared) : IBuildRecords
{
    public Task AddAsync(BuildRecord record, CancellationToken cancellationToken) =>
        local.AddAsync(record, cancellationToken);

    // What others built, their stores can vouch for.
    public Task<bool> IsSealedAsync(BuildRecord record, CancellationToken cancellationToken) =>
        local.IsSealedAsync(record, cancellationToken);

    public async Task<BuildRecord?> FindAsync(BuildId id, CancellationToken cancellationToken) =>
        await local.FindAsync(id, cancellationToken) ?? await shared.FindAsync(id, cancellationToken);

    public async Task<IReadOnlyList<BuildRecord>> ListAsync(
        ImageName image, int limit, CancellationToken cancellationToken) => Merge(
            await local.ListAsync(image, limit, cancellationToken),
            await shared.ListAsync(image, limit, cancellationToken),
            limit);

    public async Task<IReadOnlyList<BuildRecord>> ListByDigestAsync(
        string digits, int limit, CancellationToken cancellationToken)
    {
        var here = await local.ListByDigestAsync(digits, limit, cancellationToken);
        // Every repository is looked into for those of others.
        return here.Count >= limit
            ? here
            : Merge(here, await shared.ListByDigestAsync(digits, limit, cancellationToken), limit);
    }

    public Task<IReadOnlyList<(InputsDigest Digest, ImageName Name)>> ListNamesAsync(
        IReadOnlyCollection<InputsDigest> digests, CancellationToken cancellationToken) =>
        local.ListNamesAsync(digests, cancellationToken);

    public Task<IReadOnlyList<BuildRecord>> ListByImageAsync(
        ImageHash imageHash, CancellationToken cancellationToken) =>
        local.ListByImageAsync(imageHash, cancellationToken);

    public Task<IReadOnlyList<IndexScope>> ListScopesAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        local.ListScopesAsync(imageHash, cancellationToken);

    public Task<bool> HasUntrustedAsync(IndexScope scope, CancellationToken cancellationToken) =>
        local.HasUntrustedAsync(scope, cancellationToken);

    public Stream CreateLog(BuildId id) => local.CreateLog(id);

    public Stream? OpenLog(BuildId id) => local.OpenLog(id);

    private static IReadOnlyList<BuildRecord> Merge(
        IEnumerable<BuildRecord> here, IEnumerable<BuildRecord> there, int limit) =>
    [
        .. here.Concat(there)
            .DistinctBy(record => record.Id)
            .OrderByDescending(record => record.Started)
            .Take(Math.Max(limit, 0)),
    ];
}
