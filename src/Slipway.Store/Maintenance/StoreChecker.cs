using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Files;
using Slipway.Store.Images;
using Slipway.Store.Secrets;

namespace Slipway.Store.Maintenance;

/// <summary>Reads every blob of a store that is referred to, and remembers what is wrong.</summary>
/// <remarks>
/// Hashing takes minutes, and meanwhile others store images, index them, and mend what is broken. So what is compared
/// is one state of the database, and what seems broken is looked at once more, in the state of then.
/// </remarks>
internal sealed class StoreChecker(
    StoreFolder folder,
    StoreDatabase database,
    BlobFolder blobs,
    OciLayout layout,
    EmbeddedStoreSecret secret,
    FingerprintTable fingerprints,
    IProgress<long>? progress)
{
    private readonly FsckFindings _findings = new();
    private readonly Dictionary<Sha256Digest, (long Size, string? Wrong)> _checked = [];
    private readonly HashSet<(DiffId DiffId, Sha256Digest Blob)> _soundLayers = [];
    private readonly HashSet<ImageHash> _brokenImages = [];
    private readonly HashSet<ImageHash> _soundImages = [];
    private readonly List<StoredLayer> _brokenLayers = [];
    private readonly HashSet<Sha256Digest> _brokenBlobs = [];
    private readonly List<IndexNamespace> _brokenEntries = [];
    private readonly List<(string Name, InputsDigest Digest)> _forgedNames = [];
    private long _bytes;

    public FsckReport Report(bool repaired) => new(
        _brokenImages.Count + _soundImages.Count,
        _checked.Count,
        _checked.Values.Sum(blob => blob.Size),
        _findings.ToProblems(),
        repaired);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        ForgetProblems();
        await LookAsync(cancellationToken);
        if (!_findings.IsEmpty)
        {
            ForgetProblems();
            await LookAsync(cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var state = await database.ReadAsync(StoreSnapshot.Read, StoreSnapshot.Empty, cancellationToken);
        foreach (var (imageHash, row) in state.Images)
        {
            string[] names = state.Names[imageHash].DefaultIfEmpty(imageHash.ToOciString()).ToArray();
            bool sound = row is null
                ? _findings.Part(
                    imageHash.Sha256,
                    names,
                    _findings.Add(
                        FsckProblemKind.Image, imageHash.ToOciString(), "a layer of the image is not in the database"))
                : CheckImage(row, names, cancellationToken);
            (sound ? _soundImages : _brokenImages).Add(imageHash);
        }

        foreach (var (digest, size) in state.SmallBlobs)
        {
            CheckDocument(FsckProblemKind.SmallBlob, digest, size);
        }

        foreach (var digest in state.LostStatements)
        {
            _brokenBlobs.Add(digest);
            _findings.Add(FsckProblemKind.SmallBlob, digest.ToOciString(), "a statement about an image is not there");
        }

        CheckEntries(state);
        foreach (var (name, digest) in state.ForgedNames)
        {
            _forgedNames.Add((name, digest));
            _findings.Add(
                FsckProblemKind.Name,
                $"{Display.Text(name)}:{digest}",
                "no build of that digest made the image that it names");
        }

        foreach (var (file, wrong) in await layout.CheckAsync(cancellationToken))
        {
            _findings.Add(FsckProblemKind.Layout, file, wrong);
        }

        await CheckSecretAsync(cancellationToken);
    }

    private async Task CheckSecretAsync(CancellationToken cancellationToken)
    {
        if (secret.IsSound() == false)
        {
            _findings.Add(
                FsckProblemKind.Secret,
                "secret",
                "is damaged; with a new one cache mounts begin empty, and build secrets handed over before are no "
                + "longer recognised");
        }
        else if (secret.IsOpenToOthers())
        {
            _findings.Add(FsckProblemKind.Secret, "secret", "can be read by others than its owner");
        }

        if (await fingerprints.CountForeignAsync(cancellationToken) is > 0 and var foreign)
        {
            _findings.Add(
                FsckProblemKind.Secret,
                "secret",
                $"is not the one by which {foreign} values of build secrets were remembered: "
                + "they are not recognised in images");
        }
    }

    /// <summary>Removes what is broken and whatever refers to it.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(Durability.Full, DeleteRows, cancellationToken);
        foreach (var blob in _brokenBlobs)
        {
            string path = blobs.PathOf(blob);
            folder.Guard(path, () =>
            {
                File.Delete(path);
                return true;
            });
        }

        secret.Repair();
        await database.WriteAsync(Durability.Full, fingerprints.ForgetForeign, cancellationToken);
        await layout.RefreshAsync(cancellationToken);
    }

    /// <summary>Keeps which blobs are sound: they are named after their content, so they stay what they are.</summary>
    private void ForgetProblems()
    {
        foreach (var (blob, (_, wrong)) in _checked)
        {
            if (wrong is not null)
            {
                _checked.Remove(blob);
            }
        }

        _findings.Clear();
        _soundImages.Clear();
        _brokenImages.Clear();
        _brokenLayers.Clear();
        _brokenBlobs.Clear();
        _brokenEntries.Clear();
        _forgedNames.Clear();
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
            statements["DELETE FROM statements WHERE digest = $digest"].With("$digest", blob).ExecuteNonQuery();
        }

        foreach (var entry in _brokenEntries)
        {
            statements["DELETE FROM index_entries WHERE namespace = $ns"].With("$ns", entry.Value).ExecuteNonQuery();
        }

        foreach (var (name, digest) in _forgedNames)
        {
            ImageTables.ForgetName(statements, name, digest);
        }

        return true;
    }

    private bool CheckImage(ImageRow image, string[] names, CancellationToken cancellationToken)
    {
        var config = image.ImageHash.Sha256;
        var manifest = OciDocuments.Manifest(config, image.ConfigSize, image.Layers);
        bool sound =
            _findings.Part(config, names, CheckDocument(FsckProblemKind.Blob, config, image.ConfigSize))
            & _findings.Part(
                image.Manifest, names, CheckDocument(FsckProblemKind.Blob, image.Manifest, image.ManifestSize))
            & _findings.Part(
                config,
                names,
                Sha256Digest.Of(manifest) == image.Manifest
                    || _findings.Add(
                        FsckProblemKind.Image, image.ImageHash.ToOciString(), "its manifest lists other layers"))
            & _findings.Part(
                config,
                names,
                ListsLayers(image)
                    || _findings.Add(
                        FsckProblemKind.Image, image.ImageHash.ToOciString(), "its config lists other layers"));
        foreach (var layer in image.Layers)
        {
            sound &= _findings.Part(layer.Blob, names, CheckLayer(layer, cancellationToken));
        }

        return sound;
    }

    /// <summary>Whether the config lists the layers that the image has; what is no config is found elsewhere.</summary>
    private bool ListsLayers(ImageRow image) =>
        _checked[image.ImageHash.Sha256].Wrong is not null
        || SavedDocuments.DiffIds(blobs.ReadSmall(image.ImageHash.Sha256, image.ConfigSize) ?? [])
            .SequenceEqual(image.Layers.Select(layer => layer.DiffId));

    private bool CheckLayer(StoredLayer layer, CancellationToken cancellationToken)
    {
        if (_checked.TryGetValue(layer.Blob, out var known))
        {
            if (known.Wrong is not null || _soundLayers.Contains((layer.DiffId, layer.Blob)))
            {
                return known.Wrong is null;
            }

            // A blob that is one layer is no other one, whatever the database says; the blob is sound all the same.
            _brokenLayers.Add(layer);
            return _findings.Add(
                FsckProblemKind.Blob, layer.Blob.ToOciString(), $"it is not the layer {layer.DiffId.ToOciString()}");
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

        if (wrong is null)
        {
            _soundLayers.Add((layer.DiffId, layer.Blob));
        }

        return Checked(FsckProblemKind.Blob, layer.Blob, layer.BlobSize, wrong);
    }

    private bool CheckDocument(FsckProblemKind kind, Sha256Digest digest, long size)
    {
        if (_checked.TryGetValue(digest, out var known))
        {
            return known.Wrong is null;
        }

        var content = blobs.ReadSmall(digest, size);
        string? wrong = content is null ? "it is missing or has another size"
            : Sha256Digest.Of(content) != digest ? "it has other bytes than its digest says"
            : null;
        return Checked(kind, digest, size, wrong);
    }

    private bool Checked(FsckProblemKind kind, Sha256Digest blob, long size, string? wrong)
    {
        // Of what is broken the size is only what somebody wrote down.
        _checked.Add(blob, (wrong is null ? size : 0, wrong));
        _bytes += wrong is null ? size : 0;
        progress?.Report(_bytes);
        if (wrong is null)
        {
            return true;
        }

        _brokenBlobs.Add(blob);
        return _findings.Add(kind, blob.ToOciString(), wrong);
    }

    /// <summary>
    /// An entry that leads nowhere would make every run look for an image that cannot be had; one that is not what its
    /// build was is believed by nobody who asks.
    /// </summary>
    private void CheckEntries(StoreSnapshot state)
    {
        foreach (var entry in state.Entries)
        {
            if (EntryTruth.CompareWithNamespace(entry) is { } untruth)
            {
                _brokenEntries.Add(entry.Namespace);
                _findings.Add(
                    FsckProblemKind.Entry,
                    entry.Namespace.Value,
                    $"it points to a build that does not belong there: {untruth}");
            }
            else if (entry.With(entry.Facts!).ImageHash is { } image && !_soundImages.Contains(image))
            {
                _brokenEntries.Add(entry.Namespace);
                if (!_brokenImages.Contains(image))
                {
                    _findings.Add(
                        FsckProblemKind.Entry,
                        entry.Namespace.Value,
                        $"it points to the image {image.ToOciString()}, which is not there");
                }
            }
        }
    }
}
