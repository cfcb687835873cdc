using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Documents;

/// <summary>Puts manifests of documents into repositories, and the blobs that they need.</summary>
internal sealed class DocumentWriter(IImageRegistry registry)
{
    private readonly ConcurrentDictionary<(RepositoryName Repository, Sha256Digest Blob), bool> _placed = new();

    /// <summary>Puts a manifest that is no image.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="tags">The tags that it gets.</param>
    /// <param name="type">What it is.</param>
    /// <param name="documents">What it holds: the media type and the bytes of each.</param>
    /// <param name="annotations">What it says besides.</param>
    /// <param name="subject">What it is about; null when that is nothing in this repository.</param>
    public async Task<RegistryManifest> PutAsync(
        RepositoryName repository,
        IReadOnlyCollection<string> tags,
        string type,
        IReadOnlyCollection<(string Type, ReadOnlyMemory<byte> Content)> documents,
        ImmutableSortedDictionary<string, string> annotations,
        OciDescriptor? subject,
        CancellationToken cancellationToken)
    {
        await PlaceAsync(repository, SmallBlob.Empty, cancellationToken);
        // A manifest without layers is none to some registries; what says nothing stands for what is not there.
        var layers = ImmutableArray.CreateBuilder<OciDescriptor>();
        foreach (var (mediaType, content) in documents)
        {
            var blob = SmallBlob.Of(mediaType, content);
            await PlaceAsync(repository, blob, cancellationToken);
            layers.Add(blob.Descriptor);
        }

        var manifest = ImageManifestWriter.Write(
            SmallBlob.Empty.Descriptor,
            layers.Count > 0 ? layers.ToImmutable() : [SmallBlob.Empty.Descriptor],
            annotations,
            type,
            subject);
        foreach (string tag in tags)
        {
            await (subject is null
                ? registry.PutManifestAsync(repository, tag, manifest, cancellationToken)
                : registry.PutReferrerAsync(repository, tag, manifest, cancellationToken));
        }

        return manifest;
    }

    /// <summary>Puts a manifest whose blobs are there.</summary>
    public Task PutAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken) =>
        registry.PutManifestAsync(repository, tag, manifest, cancellationToken);

    private async Task PlaceAsync(
        RepositoryName repository, SmallBlob blob, CancellationToken cancellationToken)
    {
        if (!_placed.ContainsKey((repository, blob.Descriptor.Digest)))
        {
            await blob.PlaceAsync(registry, repository, cancellationToken);
            _placed[(repository, blob.Descriptor.Digest)] = true;
        }
    }
}
