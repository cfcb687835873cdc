using System.Collections.Immutable;
using System.Net;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;

namespace Slipway.Registry.Distribution;

/// <summary>The requests that an upload is made of.</summary>
internal sealed class UploadRequests(RepositoryName repository, OciDescriptor blob)
{
    private readonly string _what = $"send a blob to {repository}";

    /// <summary>
    /// What registries answer to what they take. The specification has one status for each request; ECR answers 201 to
    /// PATCH, others 200 or 204, and clients of containerd's and Docker's kind take them all.
    /// </summary>
    public static ImmutableArray<HttpStatusCode> Taken { get; } =
    [
        HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.NoContent,
    ];

    public RegistryCall Start(RegistryHost host) =>
        Call(HttpMethod.Post, host.At($"{repository.Path}/blobs/uploads/"));

    public RegistryCall Patch(Uri location) => Call(HttpMethod.Patch, location);

    /// <summary>Ends the upload at a location.</summary>
    public RegistryCall Put(Uri location)
    {
        string address = location.AbsoluteUri;
        string digest = Uri.EscapeDataString(blob.Digest.ToOciString());
        char sign = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Call(HttpMethod.Put, new Uri($"{address}{sign}digest={digest}"));
    }

    /// <summary>Asks how much has arrived.</summary>
    public RegistryCall Ask(Uri location) => Call(HttpMethod.Get, location);

    /// <summary>Asks whether the blob is there.</summary>
    public RegistryCall Find(RegistryHost host) =>
        Call(HttpMethod.Head, host.At($"{repository.Path}/blobs/{blob.Digest.ToOciString()}"));

    private RegistryCall Call(HttpMethod method, Uri address) =>
        new(method, address, [Scope.Push(repository.Path)], _what);
}
