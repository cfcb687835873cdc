using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>The builds that were run, and their logs.</summary>
public interface IBuildRecords
{
    Task AddAsync(BuildRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Whether this store itself wrote a record down, and it says the same still: nobody changed it who cannot read the
    /// store's secret.
    /// </summary>
    /// <remarks>Not of records that came from elsewhere, or that an older Slipway wrote.</remarks>
    Task<bool> IsSealedAsync(BuildRecord record, CancellationToken cancellationToken);

    Task<BuildRecord?> FindAsync(BuildId id, CancellationToken cancellationToken);

    /// <summary>The newest builds of an image, the newest first.</summary>
    Task<IReadOnlyList<BuildRecord>> ListAsync(ImageName image, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The newest builds, of whatever image and result, whose digest begins with some digits; the newest first.
    /// </summary>
    /// <param name="digits">Hexadecimal digits, 64 at most.</param>
    /// <param name="limit">The most builds.</param>
    Task<IReadOnlyList<BuildRecord>> ListByDigestAsync(string digits, int limit, CancellationToken cancellationToken);

    /// <summary>The names under which builds of some digests succeeded, whatever their scopes.</summary>
    Task<IReadOnlyList<(InputsDigest Digest, ImageName Name)>> ListNamesAsync(
        IReadOnlyCollection<InputsDigest> digests, CancellationToken cancellationToken);

    /// <summary>The builds that made an image, the newest first; none when no build of this store did.</summary>
    Task<IReadOnlyList<BuildRecord>> ListByImageAsync(ImageHash imageHash, CancellationToken cancellationToken);

    /// <summary>The scopes of the builds that made an image; none when no build of this store did.</summary>
    Task<IReadOnlyList<IndexScope>> ListScopesAsync(ImageHash imageHash, CancellationToken cancellationToken);

    /// <summary>Whether a build of a scope that another one does not trust was ever run with this store.</summary>
    Task<bool> HasUntrustedAsync(IndexScope scope, CancellationToken cancellationToken);

    /// <summary>Starts the log of a build that may not have a record yet.</summary>
    Stream CreateLog(BuildId id);

    /// <summary>The log of a build, or null when it is gone.</summary>
    Stream? OpenLog(BuildId id);
}
