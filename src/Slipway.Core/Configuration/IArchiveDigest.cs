using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>Makes an image's digest of the hash of its context's archive and of what else counts.</summary>
public interface IArchiveDigest
{
    /// <param name="archiveHash">The SHA-256 of the context's tar.</param>
    /// <param name="config">The tree's configuration.</param>
    /// <param name="parents">The image's parents, each with its digest in this dialect.</param>
    InputsDigest Compute(
        Sha256Digest archiveHash,
        ImageDefinition image,
        SlipwayConfig config,
        IEnumerable<(ImageName Name, InputsDigest Digest)> parents);
}
