using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Scopes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>Applies what a request's <c>ext</c> says: a certificate, and fewer scopes.</summary>
internal sealed class ExtendedCredentials(Clients clients, Roles roles, TimeProvider clock)
{
    private const int SeedLength = 44;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>The secret that the request must be signed with, and what it then may do.</summary>
    /// <exception cref="AuthenticationException">The client or the certificate does not hold.</exception>
    public (string Token, ScopeSet Scopes) Load(string clientId, string? ext)
    {
        var extension = ext is null ? null : Parse(ext);
        var certificate = extension?["certificate"];
        string issuer = clientId;
        if (certificate?["issuer"] is { } named)
        {
            issuer = Text(named, "ext.certificate.issuer must be a string");
            if (issuer == clientId)
            {
                throw new AuthenticationException("ext.certificate.issuer must differ from the supplied clientId");
            }
        }

        var (token, own) = clients.Load(issuer);
        var scopes = roles.Expand(own);
        if (certificate is not null)
        {
            (token, scopes) = Apply(certificate, clientId, issuer, token, scopes);
        }

        if (extension?["authorizedScopes"] is { } authorized)
        {
            string[] wanted = Scopes(authorized, "ext.authorizedScopes");
            if (ScopeExpression.All(wanted).Missing(Everybody(scopes)) is not null)
            {
                throw new AuthenticationException("Supplied credentials do not satisfy authorizedScopes");
            }

            scopes = roles.Expand(wanted);
        }

        return (token, Everybody(scopes));
    }

    private ScopeSet Everybody(ScopeSet scopes) => roles.Expand(scopes.Scopes.Add($"assume:{Roles.Anonymous}"));

    private (string Token, ScopeSet Scopes) Apply(
        JsonNode certificate, string clientId, string issuer, string token, ScopeSet issuing)
    {
        if (certificate is not JsonObject fields)
        {
            throw new AuthenticationException("ext.certificate must be a JSON object");
        }

        if (Number(fields, "version") != 1)
        {
            throw new AuthenticationException("ext.certificate.version must be 1");
        }

        string seed = Text(fields["seed"], "ext.certificate.seed must be a string");
        if (seed.Length != SeedLength)
        {
            throw new AuthenticationException("ext.certificate.seed must be 44 characters");
        }

        long start = Number(fields, "start");
        long expiry = Number(fields, "expiry");
        string[] scopes = Scopes(fields["scopes"], "ext.certificate.scopes");
        CheckTime(start, expiry);
        if (issuer != clientId && !issuing.Has($"auth:create-client:{clientId}"))
        {
            throw new AuthenticationException(
                $"ext.certificate issuer `{issuer}` doesn't have `auth:create-client:{clientId}` for supplied "
                + "clientId.");
        }

        if (issuer == clientId && fields.ContainsKey("clientId"))
        {
            throw new AuthenticationException(
                "ext.certificate.clientId must only be used with ext.certificate.issuer");
        }

        if (ScopeExpression.All(scopes).Missing(issuing) is not null)
        {
            throw new AuthenticationException(
                $"ext.certificate issuer `{issuer}` doesn't satisfy all certificate scopes");
        }

        string signed = TemporaryCredentials.SignedText(
            clientId, issuer == clientId ? null : issuer, seed, start, expiry, scopes);
        string signature = Text(fields["signature"], "ext.certificate.signature is not valid");
        if (!HawkText.AreEqual(signature, Convert.ToBase64String(TemporaryCredentials.Mac(token, signed))))
        {
            throw new AuthenticationException("ext.certificate.signature is not valid");
        }

        return (TemporaryCredentials.Token(token, seed), roles.Expand(scopes));
    }

    private void CheckTime(long start, long expiry)
    {
        var now = clock.GetUtcNow();
        if (start > (now + Skew).ToUnixTimeMilliseconds())
        {
            throw new AuthenticationException("ext.certificate.start > now");
        }

        if (expiry < (now - Skew).ToUnixTimeMilliseconds())
        {
            throw new AuthenticationException("ext.certificate.expiry < now");
        }

        if (expiry - start > TimeSpan.FromDays(31).TotalMilliseconds)
        {
            throw new AuthenticationException("ext.certificate cannot last longer than 31 days!");
        }
    }

    private static JsonObject Parse(string ext)
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(ext))) as JsonObject
                ?? throw new AuthenticationException("Failed to parse ext");
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new AuthenticationException("Failed to parse ext");
        }
    }

    private static string Text(JsonNode? node, string otherwise) =>
        node is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new AuthenticationException(otherwise);

    private static long Number(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue(out long number)
            ? number
            : throw new AuthenticationException($"ext.certificate.{name} must be a number");

    private static string[] Scopes(JsonNode? node, string what)
    {
        if (node is not JsonArray array)
        {
            throw new AuthenticationException($"{what} must be an array");
        }

        string[] scopes = [.. array.Select(item => Text(item, $"{what} must be an array of valid scopes"))];
        return scopes.All(scope =>
            scope.All(c => c is >= ' ' and <= '~') && !scope.EndsWith("**", StringComparison.Ordinal))
            ? scopes
            : throw new AuthenticationException($"{what} must be an array of valid scopes");
    }
}
