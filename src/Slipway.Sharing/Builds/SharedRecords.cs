using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
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
    private readonly SharedLayout _layout;
    private readonly SharedScopes _scopes;
    private readonly TagReader _reader;
    private readonly KnownImages _known;
    private readonly Func<IEnumerable<ImageName>> _images;
    private readonly Dialect _dialect;

    internal SharedRecords(
        SharedLayout layout,
        SharedScopes scopes,
        TagReader reader,
        KnownImages known,
        Func<IEnumerable<ImageName>> images,
        Dialect dialect) =>
        (_layout, _scopes, _reader, _known, _images, _dialect) = (layout, scopes, reader, known, images, dialect);

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
    /// <remarks>
    /// Whoever may write at a level can use the id of a build of another one: the most trusted counts.
    /// </remarks>
    public async Task<BuildRecord?> FindAsync(BuildId id, CancellationToken cancellationToken)
    {
        var seen = RepositoriesOf(id).ToList();
        foreach (var places in ByTrust(seen.Count > 0 ? seen : RepositoriesOf(_images())))
        {
            if (await ReadAsync(places, tag => tag.Build == id, 1, cancellationToken) is [var record])
            {
                await LocateAsync(record, cancellationToken);
                return record;
            }
        }

        return null;
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
            if (await DocumentAsync(repository, SharedTags.OfLog(id), DocumentTypes.Log, cancellationToken) is { } log
                && await PackedLog.OpenAsync(log, cancellationToken) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The inputs manifest of a digest; null when no image of the tree has it.</summary>
    public Task<byte[]?> FindInputsAsync(InputsDigest digest, CancellationToken cancellationToken)
    {
        var all = RepositoriesOf(_images()).ToList();
        var likely = _reader.RepositoriesOf(digest).ToHashSet();
        return FindInputsAsync(
            digest,
            [
                .. ByTrust(all.Where(place => likely.Contains(place.Repository))),
                .. ByTrust(all.Where(place => !likely.Contains(place.Repository))),
            ],
            cancellationToken);
    }

    /// <summary>The inputs manifest of a digest; null when no repository that is asked has it.</summary>
    /// <remarks>
    /// Where the digest is not the hash of the manifest, nothing but the repository vouches for it: so the most trusted
    /// ones are to be asked first.
    /// </remarks>
    /// <param name="digest">The digest.</param>
    /// <param name="places">Those that are asked first, first; those of one group are asked at once.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<byte[]?> FindInputsAsync(
        InputsDigest digest,
        IEnumerable<IReadOnlyCollection<(IndexScope Scope, RepositoryName Repository)>> places,
        CancellationToken cancellationToken)
    {
        string tag = SharedTags.OfInputs(digest);
        foreach (var group in places)
        {
            var found = new ConcurrentBag<byte[]>();
            await Questions.AskAsync(
                group,
                async (place, token) =>
                {
                    if (found.IsEmpty
                        && await DocumentAsync(place.Repository, tag, DocumentTypes.Inputs, token) is { } inputs
                        && (_dialect.DigestLines is not null || InputsDigest.Of(inputs) == digest))
                    {
                        found.Add(inputs);
                    }
                },
                cancellationToken);
            if (found.TryTake(out byte[]? manifest))
            {
                return manifest;
            }
        }

        return null;
    }

    /// <summary>Repositories by whose they are, those of the most trusted first.</summary>
    internal IEnumerable<IReadOnlyCollection<(IndexScope Scope, RepositoryName Repository)>> ByTrust(
        IEnumerable<(IndexScope Scope, RepositoryName Repository)> places) =>
        places
            .GroupBy(place => place.Scope)
            .OrderBy(group => _scopes.Visible.IndexOf(group.Key))
            .Select(group => group.ToList());

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
        var manifest = await _reader.FindAsync(new ImageReference(repository, tag, null), cancellationToken);
        return manifest is not null
            && SharedManifest.Read(manifest)?.Layers.FirstOrDefault(layer => layer.MediaType == type) is { } blob
                ? await _reader.ReadAsync(repository, blob, cancellationToken)
                : null;
    }
}
