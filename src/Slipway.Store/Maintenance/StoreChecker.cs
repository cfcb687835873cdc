using System.Collections.Immutable;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Images;

namespace Slipway.Store.Maintenance;

/// <summary>One pass over a store: reads every blob that is referred to, and remembers what is wrong.</summary>
internal sealed class StoreChecker(StoreDatabase database, BlobFolder blobs, OciLayout layout, IProgress<long>? progress)
{
    private readonly List<FsckProblem> _problems = [];
    private readonly Dictionary<Sha256Digest, string?> _checked = [];
    private readonly HashSet<Sha256Digest> _brokenImages = [];
    private readonly HashSet<Sha256Digest> _soundImages = [];
    private readonly List<StoredLayer> _brokenLayers = [];
    private readonly HashSet<Sha256Digest> _brokenBlobs = [];
    private readonly List<IndexNamespace> _brokenEntries = [];
    private long _bytes;

    public FsckReport Report(bool repaired) => new(
        _brokenImages.Count + _soundImages.Count, _checked.Count, _bytes, [.. _problems], repaired);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var images = await database.ReadAsync(ImageTables.AllImages, [], cancellationToken);
        foreach (var imageHash in images)
        {
            var row = await database.ReadAsync(
                statements => ImageTables.FindImage(statements, imageHash), null, cancellationToken);
            bool sound = row is null
                ? Problem(FsckProblemKind.Image, imageHash.ToOciString(), "a layer of the image is not in the database")
                : CheckImage(row, cancellationToken);
            (sound ? _soundImages : _brokenImages).Add(imageHash);
        }

        await CheckSmallBlobsAsync(cancellationToken);
        await CheckEntriesAsync(cancellationToken);
        if (!await layout.IsCurrentAsync(cancellationToken))
        {
            Problem(FsckProblemKind.Layout, "index.json", "does not list the images that the database has");
        }
    }

    /// <summary>Removes what is broken and whatever refers to it.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(Durability.Full, DeleteRows, cancellationToken);
        foreach (var blob in _brokenBlobs)
        {
            File.Delete(blobs.PathOf(blob));
        }

        await layout.RefreshAsync(cancellationToken);
    }

    private bool DeleteRows(Statements statements)
    {
        foreach (var layer in _brokenLayers)
        {
            ImageTables.ForgetLayer(statements, layer);
        }

        foreach (var image in _brokenImages)
        {
            ImageTables.ForgetImage(statements, image);
        }

        foreach (var blob in _brokenBlobs)
        {
            statements["DELETE FROM small_blobs WHERE digest = $digest"].With("$digest", blob).ExecuteNonQuery();
        }

        foreach (var entry in _brokenEntries)
        {
            statements["DELETE FROM index_entries WHERE namespace = $ns"].With("$ns", entry.Value).ExecuteNonQuery();
        }

        return true;
    }

    private bool CheckImage(ImageRow image, CancellationToken cancellationToken)
    {
        var manifest = OciDocuments.Manifest(image.ImageHash, image.ConfigSize, image.Layers);
        bool sound = CheckDocument(FsckProblemKind.Blob, image.ImageHash, image.ConfigSize)
            & CheckDocument(FsckProblemKind.Blob, image.Manifest, image.ManifestSize)
            & (Sha256Digest.Of(manifest) == image.Manifest
                || Problem(FsckProblemKind.Image, image.ImageHash.ToOciString(), "its manifest lists other layers"));
        foreach (var layer in image.Layers)
        {
            sound &= CheckLayer(layer, cancellationToken);
        }

        return sound || Problem(FsckProblemKind.Image, image.ImageHash.ToOciString(), "the image cannot be loaded");
    }

    private bool CheckLayer(StoredLayer layer, CancellationToken cancellationToken)
    {
        if (_checked.TryGetValue(layer.Blob, out string? known))
        {
            return known is null;
        }

        string? wrong = null;
        try
        {
            using var content = new VerifiedLayer(blobs, layer);
            var buffer = new byte[256 << 10];
            while (content.Read(buffer) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (SlipwayException exception)
        {
            wrong = exception.Diagnostics[0].Message;
            _brokenLayers.Add(layer);
        }

        return Checked(FsckProblemKind.Blob, layer.Blob, layer.BlobSize, wrong);
    }

    private bool CheckDocument(FsckProblemKind kind, Sha256Digest digest, long size)
    {
        if (_checked.TryGetValue(digest, out string? known))
        {
            return known is null;
        }

        var content = blobs.ReadSmall(digest, size);
        string? wrong = content is null ? "it is missing or has another size"
            : Sha256Digest.Of(content) != digest ? "it has other bytes than its digest says"
            : null;
        return Checked(kind, digest, size, wrong);
    }

    private bool Checked(FsckProblemKind kind, Sha256Digest blob, long size, string? wrong)
    {
        _checked.Add(blob, wrong);
        _bytes += size;
        progress?.Report(_bytes);
        if (wrong is null)
        {
            return true;
        }

        _brokenBlobs.Add(blob);
        return Problem(kind, blob.ToOciString(), wrong);
    }

    private async Task CheckSmallBlobsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            statements =>
            {
                using var reader = statements["SELECT digest, size FROM small_blobs ORDER BY digest"].ExecuteReader();
                var found = new List<(Sha256Digest Digest, long Size)>();
                while (reader.Read())
                {
                    found.Add((reader.GetDigest(0), reader.GetInt64(1)));
                }

                return found;
            },
            [],
            cancellationToken);
        foreach (var (digest, size) in rows)
        {
            CheckDocument(FsckProblemKind.SmallBlob, digest, size);
        }
    }

    /// <summary>An entry that leads nowhere would make every run look for an image that cannot be had.</summary>
    private async Task CheckEntriesAsync(CancellationToken cancellationToken)
    {
        var entries = await database.ReadAsync(
            statements =>
            {
                using var reader = statements["SELECT namespace, data FROM index_entries ORDER BY namespace"].ExecuteReader();
                var found = new List<(IndexNamespace Namespace, Sha256Digest ImageHash)>();
                while (reader.Read())
                {
                    if (JsonText.ParseObject(reader.GetString(1)).TryGetValue(IndexData.ImageHash, out string? text)
                        && Sha256Digest.TryParse(text, out var imageHash))
                    {
                        found.Add((IndexNamespace.Parse(reader.GetString(0)), imageHash));
                    }
                }

                return found;
            },
            [],
            cancellationToken);
        foreach (var (ns, imageHash) in entries.Where(entry => !_soundImages.Contains(entry.ImageHash)))
        {
            _brokenEntries.Add(ns);
            Problem(FsckProblemKind.Entry, ns.Value, $"it points to the image {imageHash.ToOciString()}, which is not sound");
        }
    }

    /// <returns>False, for whoever asks whether all is well.</returns>
    private bool Problem(FsckProblemKind kind, string subject, string message)
    {
        _problems.Add(new FsckProblem(kind, subject, message));
        return false;
    }
}
