using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Taskcluster.Testing.Scopes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>Finds out who sent a request, and refuses it when the signature does not hold.</summary>
internal sealed partial class Verifier(Clients clients, Roles roles, TimeProvider clock)
{
    // The services allow far more than Hawk's minute, because the clocks of workers are off.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    private readonly ExtendedCredentials _credentials = new(clients, roles, clock);

    /// <exception cref="AuthenticationException">The signature does not hold.</exception>
    public Caller Verify(SignedRequest request)
    {
        var bewit = Bewit().Match(request.Resource);
        if (request.Authorization is not null && bewit.Success)
        {
            throw new AuthenticationException(
                "Cannot use two authentication schemes at once this request has both bewit in querystring and "
                + "'authorization' header");
        }

        return request.Authorization is { } header ? VerifyHeader(request, HawkHeader.Parse(header))
            : bewit.Success ? VerifyBewit(request, bewit)
            : new Caller(null, roles.Expand([$"assume:{Roles.Anonymous}"]));
    }

    private Caller VerifyHeader(SignedRequest request, HawkHeader header)
    {
        var (token, scopes) = _credentials.Load(header.Id, header.Ext);
        string mac = HawkText.Mac("header", token, new HawkParts
        {
            Timestamp = header.Timestamp,
            Nonce = header.Nonce,
            Method = request.Method,
            Resource = request.Resource,
            Host = request.Host,
            Port = request.Port,
            Hash = header.Hash,
            Ext = header.Ext,
            App = header.App,
            Dlg = header.Dlg,
        });
        if (!HawkText.AreEqual(mac, header.Mac))
        {
            throw new AuthenticationException("Unauthorized: Bad mac");
        }

        if (!long.TryParse(header.Timestamp, out long seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - (seconds * 1000)) > Skew.TotalMilliseconds)
        {
            throw new AuthenticationException("Unauthorized: Stale timestamp");
        }

        if (header.Hash is { } hash
            && !HawkText.AreEqual(hash, HawkText.PayloadHash(request.ContentType, request.Body)))
        {
            throw new AuthenticationException(
                $"Invalid payload hash: {hash}\nComputed payload hash: "
                + HawkText.PayloadHash(request.ContentType, request.Body));
        }

        return new Caller(header.Id, scopes);
    }

    private Caller VerifyBewit(SignedRequest request, Match match)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            throw new AuthenticationException("Unauthorized: Invalid method");
        }

        string[] parts = Decode(match.Groups["bewit"].Value).Split('\\');
        if (parts.Length != 4 || parts.Take(3).Contains(string.Empty))
        {
            throw new AuthenticationException("Bad Request: Missing bewit attributes");
        }

        string rest = match.Groups["after"].Success
            ? match.Groups["mark"].Value + match.Groups["after"].Value
            : string.Empty;
        if (!long.TryParse(parts[1], out long seconds) || seconds * 1000 <= clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            throw new AuthenticationException("Unauthorized: Access expired");
        }

        string? ext = parts[3].Length == 0 ? null : parts[3];
        var (token, scopes) = _credentials.Load(parts[0], ext);
        string mac = HawkText.Mac("bewit", token, new HawkParts
        {
            Timestamp = parts[1],
            Nonce = string.Empty,
            Method = "GET",
            Resource = match.Groups["before"].Value + rest,
            Host = request.Host,
            Port = request.Port,
            Ext = ext,
        });
        return HawkText.AreEqual(mac, parts[2])
            ? new Caller(parts[0], scopes)
            : throw new AuthenticationException("Unauthorized: Bad mac");
    }

    private static string Decode(string bewit)
    {
        try
        {
            return bewit.Length == 0
                ? throw new AuthenticationException("Unauthorized: Empty bewit")
                : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(bewit));
        }
        catch (FormatException)
        {
            throw new AuthenticationException("Bad Request: Invalid bewit encoding");
        }
    }

    [GeneratedRegex(
        @"\A(?<before>/.*)(?<mark>[?&])bewit=(?<bewit>[^&$]*)(?:&(?<after>.+))?\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bewit();
}
