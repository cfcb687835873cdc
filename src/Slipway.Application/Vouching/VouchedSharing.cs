using Slipway.Model.Builds;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>Shares images together with what was signed about them, before anybody can find them.</summary>
/// <param name="sharing">Shares the images.</param>
/// <param name="carrier">Brings the statements.</param>
internal sealed class VouchedSharing(IBuildSharing sharing, StatementCarrier carrier) : IBuildSharing
{
    public bool IsShared => sharing.IsShared;

    public bool Has(IndexNamespace ns) => sharing.Has(ns);

    public async Task ShareAsync(SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await sharing.ShareAsync(build, progress, cancellationToken);
        if (sharing.IsShared)
        {
            await carrier.CarryAsync(
                new BuiltImage(build.Entry.Build, build.Image.ImageHash), build.Record, cancellationToken);
        }
    }

    public Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken) =>
        sharing.ShareFailureAsync(record, cancellationToken);
}
