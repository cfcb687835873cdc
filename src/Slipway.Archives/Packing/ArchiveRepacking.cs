using System.Security.Cryptography;
using Slipway.Archives.Docker;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Archives.Packing;

/// <summary>Passes on an image out of what an engine saved, hashing every layer, under names of our own.</summary>
/// <remarks>
/// Which layer an entry is shows only when it has been read, so layers keep the names that the engine gave them, and
/// <c>manifest.json</c>, written last, says which is which by what they hash to. Nothing of the engine's own documents
/// is passed on: neither names that it knows the image by, nor the legacy ones of single layers.
/// </remarks>
internal sealed class ArchiveRepacking(
    ArchiveReader reader, EngineImageLayers expected, ArchiveWriter writer, ArchiveLimits limits)
{
    private const int LongestName = 100;

    private readonly Dictionary<DiffId, string> _layers = [];
    private readonly SavedNames _saved = new(expected);
    private byte[]? _config;

    public async Task RunAsync(string tag, CancellationToken cancellationToken)
    {
        while (await reader.NextAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind != ArchiveEntryKind.File)
            {
                continue;
            }

            // A name of a tar's header has room for so many characters; no engine's layers have longer ones.
            if (entry.Name.Length > LongestName)
            {
                throw ArchiveErrors.Refused($"the name {ArchiveErrors.Quoted(entry.Name)} is too long");
            }

            if (_saved.IsConfig(entry.Name))
            {
                _config = await reader.ReadDocumentAsync(entry, cancellationToken);
            }
            else if (SavedNames.MayBeLayer(entry.Name)
                && await reader.PeekAsync(1, cancellationToken) is not [(byte)'{' or (byte)'['])
            {
                await PassAsync(entry, cancellationToken);
            }
        }

        Verify();
        await writer.FileAsync(ConfigName, _config!, cancellationToken);
        await writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(ConfigName, [tag], expected.DiffIds.Select(diffId => _layers[diffId])),
            cancellationToken);
        string top = expected.DiffIds.IsEmpty ? expected.ImageHash.ToString() : expected.DiffIds[^1].ToString();
        await writer.FileAsync("repositories", ArchiveDocuments.Repositories([tag], top), cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private string ConfigName => $"{expected.ImageHash}.json";

    private async Task PassAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Size > limits.LayerSize)
        {
            throw ArchiveErrors.TooLarge("a layer", limits.LayerSize);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await writer.BeginFileAsync(entry.Name, entry.Size, cancellationToken);
        while (true)
        {
            var chunk = await reader.ReadAsync(cancellationToken);
            if (chunk.IsEmpty)
            {
                break;
            }

            hash.AppendData(chunk.Span);
            await writer.WriteAsync(chunk, cancellationToken);
        }

        await writer.EndFileAsync(cancellationToken);
        var diffId = new DiffId(Sha256Digest.Finish(hash));
        if (!expected.DiffIds.Contains(diffId))
        {
            throw ArchiveErrors.Damaged($"{ArchiveErrors.Quoted(entry.Name)} is no layer of the image");
        }

        _layers.TryAdd(diffId, entry.Name);
    }

    private void Verify()
    {
        if (_config is null)
        {
            throw ArchiveErrors.OtherImage($"there is no config {expected.ImageHash.ToOciString()} in it");
        }

        if (ImageHash.Of(_config) != expected.ImageHash)
        {
            throw ArchiveErrors.Damaged($"the config {expected.ImageHash.ToOciString()} is not what its name says");
        }

        if (!SavedDocuments.DiffIds(_config).AsSpan().SequenceEqual(expected.DiffIds.AsSpan()))
        {
            throw ArchiveErrors.OtherImage("its config lists other layers");
        }

        foreach (var diffId in expected.DiffIds.Where(diffId => !_layers.ContainsKey(diffId)))
        {
            throw ArchiveErrors.Damaged($"the layer {diffId.ToOciString()} is not in it");
        }
    }
}
