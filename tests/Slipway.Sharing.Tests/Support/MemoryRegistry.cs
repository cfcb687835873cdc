using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Tests.Support;

/// <summary>A registry that is nothing but what it holds, so that thousands of histories can be tried.</summary>
internal sealed class MemoryRegistry : IImageRegistry
{
    private readonly Dictionary<(RepositoryName Repository, Sha256Digest Digest), RegistryManifest> _manifests = [];
    private readonly Dictionary<(RepositoryName Repository, string Tag), Sha256Digest> _tags = [];
    private readonly Dictionary<(RepositoryName Repository, Sha256Digest Digest), byte[]> _blobs = [];
    private readonly Dictionary<Sha256Digest, Reading> _read = [];
    private readonly Lock _lock = new();

    /// <summary>Whether it lists itself what is said about a manifest.</summary>
    public bool HasReferrers { get; init; }

    /// <summary>How many changes there are until whoever makes them is killed; negative for none.</summary>
    public int KillAfter { get; set; } = -1;

    public int Changes { get; private set; }

    /// <summary>Every manifest, by what it is called.</summary>
    public ImmutableHashSet<ImageReference> Manifests =>
        [.. _manifests.Keys.Select(key => new ImageReference(key.Repository, null, new RepoDigest(key.Digest)))];

    /// <summary>The manifests and all that they name, with their bytes: the same bytes are there once.</summary>
    public ImmutableDictionary<Sha256Digest, long> Parts => _manifests
        .SelectMany(pair => PartsOf(pair.Value).Append((pair.Key.Digest, (long)pair.Value.Content.Length)))
        .DistinctBy(part => part.Item1)
        .ToImmutableDictionary(part => part.Item1, part => part.Item2);

    /// <summary>The tags, each with what it leads to.</summary>
    public IEnumerable<(RepositoryName Repository, string Tag, RegistryManifest Manifest)> Tags =>
        _tags.Select(pair => (pair.Key.Repository, pair.Key.Tag, _manifests[(pair.Key.Repository, pair.Value)]));

    /// <summary>
    /// What has no tag and is in no list goes, as distribution's own collector does it with <c>--delete-untagged</c>:
    /// whoever put it was killed before anybody could see it.
    /// </summary>
    public void Sweep()
    {
        var seen = _tags.Select(pair => (pair.Key.Repository, pair.Value)).ToHashSet();
        var open = new Queue<(RepositoryName Repository, Sha256Digest Digest)>(seen);
        while (open.TryDequeue(out var key))
        {
            var subject = IsList(key, out var about) ? about : key.Digest;
            var listed = HasReferrers
                ? _manifests.Where(pair => pair.Key.Repository == key.Repository && SubjectOf(pair.Value) == subject)
                    .Select(pair => pair.Key.Digest)
                : Listed(key.Repository, subject).Select(referrer => referrer.Descriptor.Digest);
            foreach (var digest in listed.Where(digest => _manifests.ContainsKey((key.Repository, digest))))
            {
                if (seen.Add((key.Repository, digest)))
                {
                    open.Enqueue((key.Repository, digest));
                }
            }
        }

        foreach (var key in _manifests.Keys.Where(key => !seen.Contains(key)).ToList())
        {
            _manifests.Remove(key);
        }

        bool IsList((RepositoryName Repository, Sha256Digest Digest) key, out Sha256Digest about)
        {
            about = default;
            return _tags.FirstOrDefault(pair =>
                    pair.Key.Repository == key.Repository
                    && pair.Value == key.Digest
                    && pair.Key.Tag.StartsWith("sha256-", StringComparison.Ordinal)).Key.Tag is { } tag
                && Sha256Digest.TryParse(tag.AsSpan("sha256-".Length), out about);
        }
    }

    /// <summary>What no manifest of its repository names is freed, as distribution's own collector does it.</summary>
    public void Collect()
    {
        var named = _manifests
            .SelectMany(pair => PartsOf(pair.Value).Select(part => (pair.Key.Repository, part.Digest)))
            .ToHashSet();
        foreach (var blob in _blobs.Keys.Where(blob => !named.Contains(blob)).ToList())
        {
            _blobs.Remove(blob);
        }
    }

    /// <summary>Whether a manifest is there with all that it names.</summary>
    public bool IsWhole(ImageReference reference) =>
        _manifests.TryGetValue((reference.Repository, reference.RepoDigest!.Value.Sha256), out var manifest)
        && PartsOf(manifest).All(part => _blobs.ContainsKey((reference.Repository, part.Digest)));

    public Task<bool> ConfirmsAsync(
        ImageReference reference, RepoDigest known, CancellationToken cancellationToken) =>
        Task.FromResult(Find(reference)?.RepoDigest == known);

    public Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        Task.FromResult(Find(reference));

    public Task<IReadOnlyList<string>> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>(
                [.. _tags.Keys.Where(tag => tag.Repository == repository).Select(tag => tag.Tag)]);
        }
    }

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<ReadOnlyMemory<byte>>(_blobs[(repository, blob.Digest)]);
        }
    }

    public async Task CopyBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        await destination.WriteAsync(await ReadBlobAsync(repository, blob, cancellationToken), cancellationToken);

    public Task<bool> HasBlobAsync(
        RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_blobs.ContainsKey((repository, digest)));
        }
    }

    public Task<bool> MountBlobAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public async Task UploadBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using (var source = openAt(0))
        {
            await source.CopyToAsync(content, cancellationToken);
        }

        lock (_lock)
        {
            Change();
            _blobs[(repository, blob.Digest)] = content.ToArray();
        }
    }

    public Task PutManifestAsync(
        RepositoryName repository, string? tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Assert.All(PartsOf(manifest), part => Assert.True(_blobs.ContainsKey((repository, part.Digest))));
            Put(repository, tag, manifest);
        }

        return Task.CompletedTask;
    }

    public Task PutReferrerAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Put(repository, tag, manifest);
            if (!HasReferrers && SubjectOf(manifest) is { } subject)
            {
                Put(repository, $"sha256-{subject}", IndexOf([.. Listed(repository, subject), ToReferrer(manifest)]));
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> ListUnderAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> manifests,
        CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Referrer>>(HasReferrers
                ?
                [
                    .. _manifests.Where(pair => pair.Key.Repository == repository && SubjectOf(pair.Value) == subject)
                        .Select(pair => ToReferrer(pair.Value)),
                ]
                : Listed(repository, subject));
        }
    }

    public Task<DateTimeOffset?> FindTimeAsync(string registry, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(null);

    public Task<bool> DeleteManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Find(reference) is { } manifest)
            {
                Change();
                var key = (reference.Repository, manifest.Descriptor.Digest);
                _manifests.Remove(key);
                foreach (var tag in _tags.Where(pair => (pair.Key.Repository, pair.Value) == key).ToList())
                {
                    _tags.Remove(tag.Key);
                }
            }
        }

        return Task.FromResult(true);
    }

    private void Put(RepositoryName repository, string? tag, RegistryManifest manifest)
    {
        Change();
        _manifests[(repository, manifest.Descriptor.Digest)] = manifest;
        if (tag is not null)
        {
            _tags[(repository, tag)] = manifest.Descriptor.Digest;
        }
    }

    private void Change()
    {
        if (KillAfter >= 0 && KillAfter-- == 0)
        {
            throw new OperationCanceledException("killed");
        }

        Changes++;
    }

    private RegistryManifest? Find(ImageReference reference)
    {
        lock (_lock)
        {
            var digest = reference.RepoDigest?.Sha256
                ?? (_tags.TryGetValue((reference.Repository, reference.Tag!), out var tagged) ? tagged : null);
            return digest is { } known ? _manifests.GetValueOrDefault((reference.Repository, known)) : null;
        }
    }

    private ImmutableArray<Referrer> Listed(RepositoryName repository, Sha256Digest subject) =>
        Find(new ImageReference(repository, $"sha256-{subject}", null)) is { } index
            ?
            [
                .. JsonNode.Parse(index.Content.Span)!["manifests"]!.AsArray().Select(listed => new Referrer(
                    new OciDescriptor(
                        (string)listed!["mediaType"]!,
                        Sha256Digest.Parse((string)listed["digest"]!),
                        (long)listed["size"]!),
                    (string?)listed["artifactType"])),
            ]
            : [];

    private static RegistryManifest IndexOf(ImmutableArray<Referrer> referrers)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(new
        {
            manifests = referrers.DistinctBy(referrer => referrer.Descriptor.Digest).Select(referrer => new
            {
                mediaType = referrer.Descriptor.MediaType,
                digest = referrer.Descriptor.Digest.ToOciString(),
                size = referrer.Descriptor.Size,
                artifactType = referrer.ArtifactType,
            }),
        });
        return new RegistryManifest(
            new OciDescriptor(OciMediaTypes.Index, Sha256Digest.Of(content), content.Length), content);
    }

    private Referrer ToReferrer(RegistryManifest manifest) => new(manifest.Descriptor, Read(manifest).Type);

    private Sha256Digest? SubjectOf(RegistryManifest manifest) => Read(manifest).Subject;

    private ImmutableArray<(Sha256Digest Digest, long Size)> PartsOf(RegistryManifest manifest) => Read(manifest).Parts;

    // Each is read once, or reading them would be all that a history takes.
    private Reading Read(RegistryManifest manifest)
    {
        lock (_lock)
        {
            if (!_read.TryGetValue(manifest.Descriptor.Digest, out var reading))
            {
                var document = JsonNode.Parse(manifest.Content.Span)!;
                reading = _read[manifest.Descriptor.Digest] = new Reading(
                    [
                        .. (document["layers"] as JsonArray ?? [])
                            .Append(document["config"])
                            .OfType<JsonNode>()
                            .Select(part => (Sha256Digest.Parse((string)part["digest"]!), (long)part["size"]!)),
                    ],
                    (string?)document["subject"]?["digest"] is { } digest ? Sha256Digest.Parse(digest) : null,
                    (string?)document["artifactType"]);
            }

            return reading;
        }
    }

    private sealed record Reading(
        ImmutableArray<(Sha256Digest Digest, long Size)> Parts, Sha256Digest? Subject, string? Type);
}
