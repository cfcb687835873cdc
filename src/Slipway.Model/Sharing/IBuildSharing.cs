using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Sharing;

/// <summary>Hands on to others what was built here.</summary>
public interface IBuildSharing
{
    /// <summary>Whether entries that are inserted now are others' too.</summary>
    bool IsShared { get; }

    /// <summary>Whether others have an entry, as far as they were asked for it.</summary>
    bool Has(IndexNamespace ns);

    /// <summary>
    /// Brings an image, and what explains it, to where others have it from: before its entries are inserted.
    /// </summary>
    /// <param name="progress">Bytes sent, now and then.</param>
    Task ShareAsync(SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Brings the record and the log of a build that made no image to where others have them from.</summary>
    Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken);
}

/// <summary>An image that is shared.</summary>
/// <param name="Record">The build that made it, maybe under another name.</param>
/// <param name="Image">The image in the store of this machine.</param>
/// <param name="Entry">The entry by whose digest it will be found.</param>
public sealed record SharedBuild(BuildRecord Record, StoredImage Image, IndexEntry Entry);

/// <summary>Keeps everything to this machine.</summary>
public sealed class NoSharing : IBuildSharing
{
    public static readonly NoSharing Instance = new();

    private NoSharing()
    {
    }

    public bool IsShared => false;

    public bool Has(IndexNamespace ns) => false;

    public Task ShareAsync(SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken) => Task.CompletedTask;
}
