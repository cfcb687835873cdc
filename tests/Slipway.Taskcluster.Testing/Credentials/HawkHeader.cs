using System.Text.RegularExpressions;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>The attributes of an <c>Authorization: Hawk …</c> header.</summary>
internal sealed partial record HawkHeader(
    string Id, string Timestamp, string Nonce, string Mac, string? Hash, string? Ext, string? App, string? Dlg)
{
    // https://github.com/mozilla/hawk/blob/main/lib/utils.js, limits.maxMatchLength
    private const int MaximumLength = 4096;

    private static readonly string[] Known = ["id", "ts", "nonce", "hash", "ext", "mac", "app", "dlg"];

    /// <exception cref="AuthenticationException">The header is not a valid one.</exception>
    public static HawkHeader Parse(string header)
    {
        if (header.Length > MaximumLength)
        {
            throw new AuthenticationException("Bad Request: Header length too long");
        }

        var parts = Scheme().Match(header);
        if (!parts.Success)
        {
            throw new AuthenticationException("Bad Request: Invalid header syntax");
        }

        if (!parts.Groups["scheme"].ValueSpan.Equals("hawk", StringComparison.OrdinalIgnoreCase))
        {
            throw new AuthenticationException("Unauthorized");
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        string rest = parts.Groups["attributes"].Value;
        while (rest.Length > 0)
        {
            var match = Attribute().Match(rest);
            if (!match.Success)
            {
                throw new AuthenticationException("Bad Request: Bad header format");
            }

            string name = match.Groups["name"].Value;
            if (!Known.Contains(name))
            {
                throw new AuthenticationException($"Bad Request: Unknown attribute: {name}");
            }

            if (!Allowed().IsMatch(match.Groups["value"].Value))
            {
                throw new AuthenticationException($"Bad Request: Bad attribute value: {name}");
            }

            if (!found.TryAdd(name, match.Groups["value"].Value))
            {
                throw new AuthenticationException($"Bad Request: Duplicate attribute: {name}");
            }

            rest = rest[match.Length..];
        }

        string Needed(string name) => found.TryGetValue(name, out string? value)
            ? value
            : throw new AuthenticationException("Bad Request: Missing attributes");

        return new HawkHeader(
            Needed("id"), Needed("ts"), Needed("nonce"), Needed("mac"),
            found.GetValueOrDefault("hash"), found.GetValueOrDefault("ext"),
            found.GetValueOrDefault("app"), found.GetValueOrDefault("dlg"));
    }

    [GeneratedRegex(
        @"\A(?<scheme>\w+)(?:\s+(?<attributes>.*))?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        """\A(?<name>\w+)="(?<value>[^"\\]*)"\s*(?:,\s*|\z)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(
        @"\A[ \w!#$%&'()*+,\-./:;<=>?@\[\]^`{|}~]+\z",
        RegexOptions.ECMAScript,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
