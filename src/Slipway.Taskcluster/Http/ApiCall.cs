using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Http;

/// <summary>A call of a service.</summary>
/// <param name="Method">The method.</param>
/// <param name="Service">Such as <c>queue</c>.</param>
/// <param name="Path">Below <c>/api/&lt;service&gt;/v1/</c>, already escaped.</param>
/// <param name="What">For people, after "to": <c>find the task abc</c>.</param>
internal sealed record ApiCall(HttpMethod Method, string Service, string Path, string What)
{
    /// <summary>The query's arguments.</summary>
    public ImmutableArray<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>The body; null for none.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Escapes what is one part of a path.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    /// <summary>Escapes what is several parts of a path, with slashes between.</summary>
    public static string Parts(string text) => string.Join('/', text.Split('/').Select(Uri.EscapeDataString));

    public Uri AddressBelow(Uri root)
    {
        string query = Query.IsEmpty
            ? string.Empty
            : $"?{string.Join('&', Query.Select(pair => $"{Part(pair.Name)}={Part(pair.Value)}"))}";
        return new Uri($"{root.AbsoluteUri.TrimEnd('/')}/api/{Service}/v1/{Path}{query}");
    }
}
