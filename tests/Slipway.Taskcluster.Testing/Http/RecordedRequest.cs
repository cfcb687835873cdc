using System.Collections.Immutable;
using System.Net;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>A request that the server has seen.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(string service, HttpListenerRequest request)
    {
        Service = service;
        Method = request.HttpMethod;
        Resource = request.RawUrl!;
        Headers = request.Headers.AllKeys
            .OfType<string>()
            .ToImmutableDictionary(name => name, name => request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// <c>auth</c>, <c>index</c>, <c>queue</c>, <c>object</c>, <c>storage</c>; empty for what is none of them.
    /// </summary>
    public string Service { get; }

    public string Method { get; }

    /// <summary>Path and query, exactly as they were sent.</summary>
    public string Resource { get; }

    /// <summary>The path, percent-encoded as it was sent, without what comes before the service's own part.</summary>
    public string Path =>
        Resource.Split('?')[0] is var path
        && path.IndexOf("/v1/", StringComparison.Ordinal) is >= 0 and var at
        && Service != "storage"
            ? path[(at + 3)..]
            : Resource.Split('?')[0];

    public ImmutableDictionary<string, string> Headers { get; }

    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    /// <summary>The body; empty for the storage, which does not keep it.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>The name of the method of the API, such as <c>createTask</c>; null when there is none.</summary>
    public string? Name { get; internal set; }

    /// <summary>What it was answered with; null when the connection was broken instead.</summary>
    public int? Status { get; internal set; }

    public override string ToString() => $"{Service} {Method} {Resource} → {Status?.ToString() ?? "none"}";
}
