using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Sharing.Access;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Leases;

/// <summary>Leases on builds as tags of the registry. Who may not write has none, and builds for themselves.</summary>
internal sealed class SharedLeases(
    IImageRegistry registry,
    DocumentWriter documents,
    SharedLayout layout,
    SharedScopes scopes,
    WriteAccess access,
    LeaseHolder holder,
    LeaseTimes times,
    TimeProvider clock) : IBuildLeases
{
    public async Task<IBuildLease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var repository = layout.LeasesOf(scopes.Writable);
        var board = new RegistryBoard(registry, documents, repository, request.Digest);
        IBuildLease? lease = null;
        await access.TryAsync(repository, async () =>
            lease = await new LeaseTaker(board, holder with { Since = clock.GetUtcNow() }, times, clock)
                .TakeAsync(request, cancellationToken));
        return lease ?? NoLeases.Instance;
    }
}
