using System.Collections.Concurrent;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Images;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Writes entries as tags of manifests.</summary>
/// <param name="documents">Puts documents there.</param>
/// <param name="reader">Reads what stands there.</param>
/// <param name="known">Knows which images are where.</param>
/// <param name="clock">Says what has expired.</param>
internal sealed class EntryWriter(
    DocumentWriter documents, TagReader reader, KnownImages known, TimeProvider clock)
{
    /// <summary>What an entry is whose build has no image in the registry.</summary>
    public const string EntryType = "application/vnd.dev.slipway.entry.v1";

    // How often a tag is put again that another process has set back meanwhile.
    private const int MostAttempts = 4;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <returns>The entry that stands, and its manifest when it is the one that was put.</returns>
    public Task<(IndexEntry Entry, RegistryManifest? Manifest)> InsertAsync(
        IndexEntry entry, SharedPlace place, CancellationToken cancellationToken) => OneByOneAsync(
            place,
            async () =>
            {
                for (int attempt = 1; ; attempt++)
                {
                    if (await StandingAsync(place, cancellationToken) is { } standing && standing.Rank > entry.Rank)
                    {
                        return (standing, (RegistryManifest?)null);
                    }

                    var manifest = await PutAsync(entry, place, cancellationToken);
                    // No registry compares before it sets, so where ranks count somebody may have set it back.
                    if (SharedTags.DigestOf(place.Tag) is not null
                        || attempt == MostAttempts
                        || await StandingAsync(place, cancellationToken) is not { } now
                        || now.Rank >= entry.Rank)
                    {
                        return (reader.Read(place, manifest) ?? entry, manifest);
                    }
                }
            },
            cancellationToken);

    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(SharedPlace place, CancellationToken cancellationToken) => OneByOneAsync(
        place,
        async () =>
        {
            if (await StandingAsync(place, cancellationToken) is null)
            {
                return false;
            }

            var manifest = await documents.PutAsync(
                place.Repository, [place.Tag], EntryType, [], EntryAnnotations.OfRemoved, null, cancellationToken);
            reader.Read(place, manifest);
            return true;
        },
        cancellationToken);

    private async Task<RegistryManifest> PutAsync(
        IndexEntry entry, SharedPlace place, CancellationToken cancellationToken)
    {
        var image = known.Find(entry.Build, place.Repository);
        var annotations = EntryAnnotations.Of(
            entry, place, image is null ? null : EntryAnnotations.RevisionOf(image.Manifest));
        if (image is null)
        {
            return await documents.PutAsync(
                place.Repository, [place.Tag], EntryType, [], annotations, null, cancellationToken);
        }

        var manifest = ImageManifestWriter.Write(image.Manifest.Config, image.Manifest.Layers, annotations);
        await documents.PutAsync(place.Repository, place.Tag, manifest, cancellationToken);
        return manifest;
    }

    private async Task<IndexEntry?> StandingAsync(SharedPlace place, CancellationToken cancellationToken) =>
        await reader.FindAsync(place, cancellationToken) is { } entry && entry.Expires > clock.GetUtcNow()
            ? entry
            : null;

    private async Task<T> OneByOneAsync<T>(
        SharedPlace place, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(place.Key, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}
