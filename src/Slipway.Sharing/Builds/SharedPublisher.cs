using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Access;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Images;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;
using Slipway.Sharing.Placing;

namespace Slipway.Sharing.Builds;

/// <summary>Brings images that were built here, and what explains them, into the registry.</summary>
internal sealed class SharedPublisher(
    SharedLayout layout,
    SharedScopes scopes,
    TagReader reader,
    KnownImages known,
    DocumentWriter documents,
    ImagePlacer placer,
    IImageStore images,
    IBuildRecords builds,
    WriteAccess access) : IBuildSharing
{
    public bool IsShared => access.IsGranted;

    public bool Has(IndexNamespace ns) => reader.Seen(ns) is not null;

    public async Task ShareAsync(
        SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var place = layout.Find(build.Entry.Namespace) ?? layout.Named(build.Entry.Namespace, scopes.Writable);
        await access.TryAsync(place.Repository, async () =>
        {
            await LearnLayersAsync(cancellationToken);
            var placed = await placer.PlaceAsync(
                place.Repository, build.Image, new Sent(progress).Add, cancellationToken);
            // As the entries will put it, so that what is said about it is said about what is found.
            var annotations = EntryAnnotations.Of(build.Entry, place, build.Record.Revision);
            var manifest = ImageManifestWriter.Write(placed.Config, placed.Layers, annotations);
            known.Add(build.Entry.Build, new SharedImage(place.Repository, SharedManifest.Read(manifest)!));
            await ExplainAsync(place.Repository, build.Record, manifest.Descriptor, cancellationToken);
        });
    }

    public async Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken)
    {
        var repository = layout.RepositoryOf(scopes.Writable, record.Image);
        await access.TryAsync(
            repository, () => WriteRecordAsync(repository, record, null, cancellationToken));
    }

    private async Task ExplainAsync(
        RepositoryName repository, BuildRecord record, OciDescriptor subject, CancellationToken cancellationToken)
    {
        if (await images.GetBlobAsync(record.InputsManifest, cancellationToken) is { } inputs)
        {
            await documents.PutAsync(
                repository,
                [SharedTags.OfInputs(record.Digest)],
                DocumentTypes.Inputs,
                [(DocumentTypes.Inputs, inputs)],
                EntryAnnotations.OfDocument(record),
                subject,
                cancellationToken);
        }

        await WriteRecordAsync(repository, record, subject, cancellationToken);
    }

    private async Task WriteRecordAsync(
        RepositoryName repository, BuildRecord record, OciDescriptor? subject, CancellationToken cancellationToken)
    {
        if (await LogAsync(record.Id, cancellationToken) is { } log)
        {
            await documents.PutAsync(
                repository,
                [SharedTags.OfLog(record.Id)],
                DocumentTypes.Log,
                [(DocumentTypes.Log, log)],
                EntryAnnotations.OfDocument(record),
                subject,
                cancellationToken);
        }

        // Last, because whoever finds it looks for the others.
        await documents.PutAsync(
            repository,
            [SharedTags.OfRecord(record.Finished, record.Digest, record.Id)],
            DocumentTypes.Record,
            [(DocumentTypes.Record, RecordDocument.Write(record))],
            EntryAnnotations.OfDocument(record),
            subject,
            cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>?> LogAsync(BuildId build, CancellationToken cancellationToken)
    {
        await using var log = builds.OpenLog(build);
        if (log is null)
        {
            return null;
        }

        return await PackedLog.MakeAsync(log, cancellationToken);
    }

    // What is there of the images that were found need not be sent to a repository that lacks it.
    private async Task LearnLayersAsync(CancellationToken cancellationToken)
    {
        foreach (var image in known.TakeNew())
        {
            if (await images.FindAsync(new ImageHash(image.Manifest.Config.Digest), cancellationToken) is { } stored
                && stored.DiffIds.Length == image.Manifest.Layers.Length)
            {
                known.Layers.Add(image.Repository, stored.DiffIds.Zip(image.Manifest.Layers));
            }
        }
    }

    private sealed class Sent(IProgress<long>? progress)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<Sha256Digest, long> _sent = [];

        public void Add(PlacementEvent happened)
        {
            if (progress is null || happened is not PlacementEvent.Sending sending)
            {
                return;
            }

            lock (_lock)
            {
                _sent[sending.Blob] = sending.Sent;
                progress.Report(_sent.Values.Sum());
            }
        }
    }
}
