using System.Net;
using System.Text.Json;
using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>
/// Tags, page by page: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-tags.
/// </summary>
internal sealed class Tags(RegistryHosts hosts, Retries retries)
{
    public async Task<IReadOnlyList<string>> ListAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        Uri? page = null;
        for (int number = 0; number < RegistryLimits.TagPages; number++)
        {
            var (listed, next) = await retries.RunAsync(token => ReadAsync(repository, page, token), cancellationToken);
            tags.UnionWith(listed);
            if (tags.Count > RegistryLimits.Tags)
            {
                throw RegistryFailures.TooMany(repository.Registry, $"tags of {repository}", RegistryLimits.Tags);
            }

            if (next is null)
            {
                return [.. tags];
            }

            if (!pages.Add(next.PathAndQuery))
            {
                throw RegistryFailures.Violation(repository.Registry, "the pages of its tags lead in circles");
            }

            page = next;
        }

        throw RegistryFailures.TooMany(repository.Registry, $"pages of tags of {repository}", RegistryLimits.TagPages);
    }

    private async Task<(IEnumerable<string> Tags, Uri? Next)> ReadAsync(
        RepositoryName repository, Uri? page, CancellationToken cancellationToken)
    {
        var host = await hosts.GetAsync(repository.Registry, cancellationToken);
        var address = page ?? host.At($"{repository.Path}/tags/list?n={RegistryLimits.TagsPerPage}");
        var call = new RegistryCall(
            HttpMethod.Get, address, [Scope.Pull(repository.Path)], $"list the tags of {repository}");
        using var answer = await host.ExpectAsync(
            call, [HttpStatusCode.OK, HttpStatusCode.NotFound], cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return ([], null);
        }

        byte[] content = await host.Exchange.ReadAsync(
            host.Name, answer, RegistryLimits.TagPage, "tags", cancellationToken);
        return (Parse(repository, content), Next(host, address, answer));
    }

    private static Uri? Next(RegistryHost host, Uri address, HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Link", out var values)
            || LinkHeader.Next(values) is not { } target)
        {
            return null;
        }

        // Not on to another host: what comes from there would not be this registry's tags.
        return
            Uri.TryCreate(address, target, out var next)
            && RegistryAddress.IsSameOrigin(next, host.Origin)
            && next != address
            ? next
            : throw RegistryFailures.Violation(
                host.Name, "the next page of its tags is on another host, or the same page again");
    }

    private static List<string> Parse(RepositoryName repository, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var tags = document.RootElement.GetProperty("tags");
            // Null where all tags were deleted.
            List<string> found =
                tags.ValueKind == JsonValueKind.Null ? [] : [.. tags.EnumerateArray().Select(tag => tag.GetString()!)];
            return found.All(tag => tag is not null && ImageReference.IsTag(tag))
                ? found
                : throw new FormatException("a tag is malformed");
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RegistryFailures.NotADocument(repository.Registry, $"the tags of {repository}", exception.Message);
        }
    }
}
