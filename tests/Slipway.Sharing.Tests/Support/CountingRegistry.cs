using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Tests.Support;

/// <summary>Passes everything on to a registry and counts it; what it is told to deny it denies.</summary>
internal sealed class CountingRegistry(IImageRegistry registry) : IImageRegistry
{
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Repositories whose path ends so are denied.</summary>
    public string? Denied { get; set; }

    public Task<bool> ConfirmsAsync(
        ImageReference reference, RepoDigest known, CancellationToken cancellationToken)
    {
        See($"confirm {reference}", reference.Repository);
        return registry.ConfirmsAsync(reference, known, cancellationToken);
    }

    public Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        See($"find {reference}", reference.Repository);
        return registry.FindManifestAsync(reference, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        See($"list {repository}", repository);
        return registry.ListTagsAsync(repository, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken)
    {
        See($"read {repository} {blob.Digest}", repository);
        return registry.ReadBlobAsync(repository, blob, cancellationToken);
    }

    public Task CopyBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        See($"copy {repository} {blob.Digest}", repository);
        return registry.CopyBlobAsync(repository, blob, destination, progress, cancellationToken);
    }

    public Task<bool> HasBlobAsync(
        RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken)
    {
        See($"has {repository} {digest}", repository);
        return registry.HasBlobAsync(repository, digest, cancellationToken);
    }

    public Task<bool> MountBlobAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken)
    {
        See($"mount {repository} {digest}", repository);
        return registry.MountBlobAsync(repository, digest, from, cancellationToken);
    }

    public Task UploadBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        See($"upload {repository} {blob.Digest}", repository);
        return registry.UploadBlobAsync(repository, blob, openAt, progress, cancellationToken);
    }

    public Task PutManifestAsync(
        RepositoryName repository, string? tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        See($"put {repository}:{tag}", repository);
        return registry.PutManifestAsync(repository, tag, manifest, cancellationToken);
    }

    public Task PutReferrerAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        See($"put {repository}:{tag}", repository);
        return registry.PutReferrerAsync(repository, tag, manifest, cancellationToken);
    }

    public Task<bool> ListUnderAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> manifests,
        CancellationToken cancellationToken)
    {
        See($"list under {repository} {subject}", repository);
        return registry.ListUnderAsync(repository, subject, manifests, cancellationToken);
    }

    public Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken)
    {
        See($"referrers {repository} {subject}", repository);
        return registry.ListReferrersAsync(repository, subject, cancellationToken);
    }

    public Task<DateTimeOffset?> FindTimeAsync(string registry1, CancellationToken cancellationToken) =>
        registry.FindTimeAsync(registry1, cancellationToken);

    public Task<bool> DeleteManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        See($"delete {reference}", reference.Repository);
        return registry.DeleteManifestAsync(reference, cancellationToken);
    }

    private void See(string what, RepositoryName repository)
    {
        Asked.Enqueue(what);
        if (Denied is { } denied && repository.Path.EndsWith(denied, StringComparison.Ordinal))
        {
            throw new SlipwayException(new Diagnostic(RegistryCodes.Denied, "it denies access", "Log in."));
        }
    }
}

/// <summary>Remembers answers as the store does.</summary>
internal sealed class MemoryAnswers : IAnswerCache
{
    private readonly ConcurrentDictionary<string, (RememberedAnswer Answer, DateTimeOffset Given)>
        _answers = new();

    public void Clear() => _answers.Clear();

    public Task<IReadOnlyDictionary<string, RememberedAnswer>> FindAsync(
        IReadOnlyCollection<string> questions, DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, RememberedAnswer>>(_answers
            .Where(pair => questions.Contains(pair.Key) && pair.Value.Given > after)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Answer));

    public Task KeepAsync(
        IReadOnlyDictionary<string, RememberedAnswer> answers,
        DateTimeOffset given,
        CancellationToken cancellationToken)
    {
        foreach (var (question, answer) in answers)
        {
            _answers[question] = (answer, given);
        }

        return Task.CompletedTask;
    }
}
