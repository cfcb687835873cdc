using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Compression;
using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Images;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Builds;

/// <summary>What the registry has about builds, by the tags that its documents have.</summary>
/// <remarks>
/// The documents are referrers of the images too, for other tools. Slipway goes by the tags: the list of referrers
/// loses some where a registry does not keep it itself, and builds that failed have no image to refer to.
/// </remarks>
public sealed class SharedRecords
{
    private readonly IImageRegistry _registry;
    private readonly SharedLayout _layout;
    private readonly SharedScopes _scopes;
    private readonly TagReader _reader;
    private readonly KnownImages _known;
    private readonly Func<IEnumerable<ImageName>> _images;

    internal SharedRecords(
        IImageRegistry registry,
        SharedLayout layout,
        SharedScopes scopes,
        TagReader reader,
        KnownImages known,
        Func<IEnumerable<ImageName>> images) =>
        (_registry, _layout, _scopes, _reader, _known, _images) = (registry, layout, scopes, reader, known, images);

    /// <summary>The newest builds of an image, of every level, the newest first.</summary>
    public Task<ImmutableArray<BuildRecord>> ListAsync(
        ImageName image, int limit, CancellationToken cancellationToken) =>
        ReadAsync(RepositoriesOf([image]), _ => true, limit, cancellationToken);

    /// <summary>The newest builds of the tree's images whose digest begins with some digits.</summary>
    public Task<ImmutableArray<BuildRecord>> ListByDigestAsync(
        string digits, int limit, CancellationToken cancellationToken) => ReadAsync(
            RepositoriesOf(_images()),
            tag => tag.Digest.ToString().StartsWith(digits, StringComparison.OrdinalIgnoreCase),
            limit,
            cancellationToken);

    /// <summary>The record of a build of one of the tree's images; null when there is none.</summary>
    public async Task<BuildRecord?> FindAsync(BuildId id, CancellationToken cancellationToken)
    {
        var seen = RepositoriesOf(id).ToList();
        var found = await ReadAsync(
            seen.Count > 0 ? seen : RepositoriesOf(_images()), tag => tag.Build == id, 1, cancellationToken);
        if (found is not [var record])
        {
            return null;
        }

        await LocateAsync(record, cancellationToken);
        return record;
    }

    /// <summary>
    /// Finds out where the image of a build is, for who names it by its id: under its digest, unless another build has
    /// taken that place since, or under the date of its push.
    /// </summary>
    private async Task LocateAsync(BuildRecord record, CancellationToken cancellationToken)
    {
        foreach (string tag in (string[])
            [SharedTags.OfHash(record.Digest), SharedTags.OfPushDate(record.PushDate)])
        {
            if (_known.Find(record.Id).IsEmpty && _layout.PlaceOf(record.Scope, record.Image, tag) is { } place)
            {
                await _reader.FindAsync(place, cancellationToken);
            }
        }
    }

    /// <summary>The log of a build of an image; null when it is gone.</summary>
    public async Task<Stream?> FindLogAsync(ImageName image, BuildId id, CancellationToken cancellationToken)
    {
        foreach (var (_, repository) in RepositoriesOf([image]))
        {
            if (await DocumentAsync(repository, SharedTags.OfLog(id), DocumentTypes.Log, cancellationToken) is { } log)
            {
                return new GZipStream(new MemoryStream(log), CompressionMode.Decompress);
            }
        }

        return null;
    }

    /// <summary>The inputs manifest of a digest; null when no image of the tree has it.</summary>
    public Task<byte[]?> FindInputsAsync(InputsDigest digest, CancellationToken cancellationToken) => FindInputsAsync(
        digest,
        [.. _reader.RepositoriesOf(digest)],
        RepositoriesOf(_images()).Select(pair => pair.Repository),
        cancellationToken);

    /// <summary>The inputs manifest of a digest; null when no repository that is asked has it.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="likely">The repositories that are asked first, one after another.</param>
    /// <param name="others">Those that are asked then, many at once.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<byte[]?> FindInputsAsync(
        InputsDigest digest,
        IReadOnlyCollection<RepositoryName> likely,
        IEnumerable<RepositoryName> others,
        CancellationToken cancellationToken)
    {
        string tag = SharedTags.OfInputs(digest);
        foreach (var repository in likely)
        {
            if (await DocumentAsync(repository, tag, DocumentTypes.Inputs, cancellationToken) is { } inputs)
            {
                return inputs;
            }
        }

        var found = new ConcurrentBag<byte[]>();
        await Questions.AskAsync(
            others.Except(likely),
            async (repository, token) =>
            {
                if (found.IsEmpty
                    && await DocumentAsync(repository, tag, DocumentTypes.Inputs, token) is { } inputs)
                {
                    found.Add(inputs);
                }
            },
            cancellationToken);
        return found.FirstOrDefault();
    }

    private IEnumerable<(IndexScope Scope, RepositoryName Repository)> RepositoriesOf(IEnumerable<ImageName> images) =>
        from image in images
        from scope in _scopes.Visible
        select (scope, _layout.RepositoryOf(scope, image));

    private IEnumerable<(IndexScope Scope, RepositoryName Repository)> RepositoriesOf(BuildId build) =>
        from image in _known.Find(build)
        from scope in _scopes.Visible
        where _layout.IsOf(scope, image.Repository)
        select (scope, image.Repository);

    private async Task<ImmutableArray<BuildRecord>> ReadAsync(
        IEnumerable<(IndexScope Scope, RepositoryName Repository)> repositories,
        Func<RecordTag, bool> isWanted,
        int limit,
        CancellationToken cancellationToken)
    {
        var tags = new ConcurrentBag<(IndexScope Scope, RepositoryName Repository, RecordTag Tag)>();
        await Questions.AskAsync(
            repositories,
            async (place, token) =>
            {
                foreach (string text in await _reader.ListAsync(place.Repository, token))
                {
                    if (SharedTags.RecordOf(text) is { } tag && isWanted(tag))
                    {
                        tags.Add((place.Scope, place.Repository, tag));
                    }
                }
            },
            cancellationToken);
        var records = new ConcurrentBag<BuildRecord>();
        await Questions.AskAsync(
            tags.OrderByDescending(tag => tag.Tag.Text, StringComparer.Ordinal).Take(Math.Max(limit, 0)),
            async (place, token) =>
            {
                if (await DocumentAsync(place.Repository, place.Tag.Text, DocumentTypes.Record, token) is { } content
                    && RecordDocument.Read(content, place.Scope) is { } record
                    && record.Id == place.Tag.Build)
                {
                    records.Add(record);
                }
            },
            cancellationToken);
        return [.. records.OrderByDescending(record => record.Finished)];
    }

    private async Task<byte[]?> DocumentAsync(
        RepositoryName repository, string tag, string type, CancellationToken cancellationToken)
    {
        var manifest = await _registry.FindManifestAsync(new ImageReference(repository, tag, null), cancellationToken);
        if (manifest is null
            || SharedManifest.Read(manifest)?.Layers.FirstOrDefault(layer => layer.MediaType == type) is not { } blob)
        {
            return null;
        }

        using var content = new MemoryStream();
        await _registry.CopyBlobAsync(repository, blob, content, null, cancellationToken);
        return content.ToArray();
    }
}
