using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>
/// What is said about a manifest:
/// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers.
/// </summary>
/// <remarks>
/// A registry without that interface gets an index under a tag that every client knows. Two clients that change the
/// index at once lose what one of them added, so who has to find a document for sure gives it a tag of its own.
/// </remarks>
internal sealed class Referrers(RegistryHosts hosts, Retries retries, Manifests manifests)
{
    /// <summary>Stores a manifest that has a subject, and sees to it that it is listed there.</summary>
    public async Task PutAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        bool isListed = await manifests.PutAsync(repository, tag, manifest, cancellationToken);
        if (isListed || ReferrerDocument.SubjectOf(manifest) is not { } subject)
        {
            return;
        }

        await AddAsync(repository, subject, [manifest], cancellationToken);
    }

    /// <summary>Lists manifests that are there, unless the registry does that itself.</summary>
    public async Task<bool> ListUnderAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> found,
        CancellationToken cancellationToken)
    {
        // Whoever may write and not list still leaves an index, for those who read that.
        if (await retries.RunAsync(
            token => AskAsync(repository, subject, mayBeDenied: true, token), cancellationToken) is not null)
        {
            return false;
        }

        await AddAsync(repository, subject, found, cancellationToken);
        return true;
    }

    /// <summary>What is listed under a manifest.</summary>
    public async Task<IReadOnlyList<Referrer>> ListAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken) =>
        await retries.RunAsync(
            token => AskAsync(repository, subject, mayBeDenied: false, token), cancellationToken)
        ?? await FallbackAsync(repository, subject, cancellationToken);

    private async Task AddAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> added,
        CancellationToken cancellationToken)
    {
        var listed = await FallbackAsync(repository, subject, cancellationToken);
        ImmutableArray<Referrer> missing =
        [
            .. added.Select(ReferrerDocument.Of)
                .Where(own => listed.All(other => other.Descriptor.Digest != own.Descriptor.Digest)),
        ];
        if (!missing.IsEmpty)
        {
            await manifests.PutAsync(
                repository, Tag(subject), ReferrerDocument.Index([.. listed, .. missing]), cancellationToken);
        }
    }

    // https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema
    private static string Tag(Sha256Digest subject) => $"sha256-{subject}";

    /// <param name="repository">The repository.</param>
    /// <param name="subject">The manifest.</param>
    /// <param name="mayBeDenied">Whether one who may not list is answered as if there were no such interface.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when the registry has no such interface.</returns>
    private async Task<ImmutableArray<Referrer>?> AskAsync(
        RepositoryName repository, Sha256Digest subject, bool mayBeDenied, CancellationToken cancellationToken)
    {
        var host = await hosts.GetAsync(repository.Registry, cancellationToken);
        var call = new RegistryCall(
            HttpMethod.Get,
            host.At($"{repository.Path}/referrers/{subject.ToOciString()}"),
            [Scope.Pull(repository.Path)],
            $"list what is said about {subject.ToOciString()} in {repository}")
        {
            Accept = [OciMediaTypes.Index],
        };
        using var answer = await host.SendAsync(call, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK
            && !IsUnknown(answer.StatusCode)
            && !(mayBeDenied && answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized))
        {
            // What is not to be seen may be there all the same.
            throw await host.FailureAsync(call, answer, cancellationToken);
        }

        if (answer.StatusCode != HttpStatusCode.OK
            || answer.Content.Headers.ContentType?.MediaType != OciMediaTypes.Index)
        {
            return null;
        }

        byte[] content = await host.Exchange.ReadAsync(
            host.Name, answer, RegistryLimits.Manifest, "referrers", cancellationToken);
        return Read(repository, subject, content);
    }

    // How registries say that they do not know the question, among them those that are older than the standard.
    private static bool IsUnknown(HttpStatusCode status) => status is HttpStatusCode.NotFound
        or HttpStatusCode.BadRequest
        or HttpStatusCode.MethodNotAllowed
        or HttpStatusCode.NotAcceptable
        or HttpStatusCode.Gone
        or HttpStatusCode.NotImplemented;

    private async Task<ImmutableArray<Referrer>> FallbackAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken) =>
        await manifests.FindAsync(new ImageReference(repository, Tag(subject), null), cancellationToken) is { } index
        && OciMediaTypes.IsIndex(index.Descriptor.MediaType)
            ? Read(repository, subject, index.Content)
            : [];

    private static ImmutableArray<Referrer> Read(
        RepositoryName repository, Sha256Digest subject, ReadOnlyMemory<byte> content)
    {
        try
        {
            return ReferrerDocument.Read(content);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RegistryFailures.NotADocument(
                repository.Registry, $"the referrers of {subject.ToOciString()}", exception.Message);
        }
    }
}
