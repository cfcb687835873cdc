using Slipway.Application.Builds;
using Slipway.Model.Builds;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>Shares images together with what was signed about them, before anybody can find them.</summary>
/// <param name="sharing">Shares the images.</param>
/// <param name="carrier">Brings the statements.</param>
/// <param name="signer">
/// Signs what is shared, now that it has the manifest by which others get it; null where nobody does.
/// </param>
internal sealed class VouchedSharing(IBuildSharing sharing, StatementCarrier carrier, IImageSigner? signer)
    : IBuildSharing
{
    public bool IsShared => sharing.IsShared;

    public bool Has(IndexNamespace ns) => sharing.Has(ns);

    public async Task ShareAsync(SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await sharing.ShareAsync(build, progress, cancellationToken);
        if (!sharing.IsShared)
        {
            return;
        }

        if (signer is not null)
        {
            await signer.SignAsync(build.Record, build.Image, cancellationToken);
        }
        else
        {
            await carrier.CarryAsync(build.Image.ImageHash, build.Record, cancellationToken);
        }
    }

    public Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken) =>
        sharing.ShareFailureAsync(record, cancellationToken);
}
