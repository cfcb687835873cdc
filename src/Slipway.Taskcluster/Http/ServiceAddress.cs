using System.Collections.Immutable;

namespace Slipway.Taskcluster.Http;

/// <summary>Makes the addresses of the services' methods.</summary>
internal static class ServiceAddress
{
    // What is signed has to be what is sent, so nothing may tidy it up between.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// <c>&lt;root&gt;/api/&lt;service&gt;/v1/&lt;part&gt;/…?query</c>, every part and value percent-encoded.
    /// </summary>
    /// <remarks>
    /// https://github.com/taskcluster/taskcluster/tree/v106.0.0/libraries/urls, the <c>api</c> function.
    /// </remarks>
    /// <param name="root">The deployment.</param>
    /// <param name="service">Such as <c>queue</c>.</param>
    /// <param name="parts">A part may hold slashes, spaces and percent signs of its own: they are data.</param>
    /// <param name="query">In this order.</param>
    public static Uri Of(
        Uri root, string service, ImmutableArray<string> parts, ImmutableArray<(string Name, string Value)> query)
    {
        string path = string.Join('/', parts.Select(Uri.EscapeDataString));
        string asked = string.Join(
            '&', query.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
        return new Uri(
            $"{root.AbsoluteUri.TrimEnd('/')}/api/{service}/v1/{path}{(asked.Length > 0 ? "?" : "")}{asked}", Exact);
    }

    /// <summary>An address with a value added to its query.</summary>
    public static Uri With(Uri address, string name, string value)
    {
        char separator = address.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri($"{address.OriginalString}{separator}{name}={value}", Exact);
    }

    /// <summary>An address that a service gave, as it is where that can be sent: it may be signed.</summary>
    /// <returns>Null when it is not one of HTTP, or has credentials in it.</returns>
    public static Uri? OfStorage(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var tidied)
            || tidied.Scheme is not ("http" or "https")
            || tidied.UserInfo.Length > 0)
        {
            return null;
        }

        bool isClean = text!.All(c => c is > ' ' and <= '~' and not ('#' or '\\'));
        return isClean ? new Uri(text!, Exact) : tidied;
    }
}
