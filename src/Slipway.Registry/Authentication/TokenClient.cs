using System.Collections.Immutable;
using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Credentials;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Authentication;

/// <summary>Gets tokens from the server that a registry names.</summary>
/// <remarks>
/// https://distribution.github.io/distribution/spec/auth/token/ for passwords and for nobody in particular,
/// https://distribution.github.io/distribution/spec/auth/oauth/ for identity tokens.
/// </remarks>
internal sealed class TokenClient(
    string registry,
    Exchange exchange,
    Redirects redirects,
    RegistryAddress address,
    FailureReader failures,
    RegistrySettings settings)
{
    private const string ClientId = "slipway";
    private const string What = "get a token";

    /// <param name="challenge">What the registry said.</param>
    /// <param name="scopes">The scopes, as the server understands them.</param>
    /// <param name="credential">Null to ask as nobody in particular.</param>
    /// <returns>Null when the server does not accept the credentials, or gives nothing to those without.</returns>
    public async Task<BearerToken?> GetAsync(
        AuthChallenge challenge,
        ImmutableArray<string> scopes,
        Credential? credential,
        CancellationToken cancellationToken)
    {
        var realm = Realm(challenge);
        var now = settings.Clock.GetUtcNow();
        using var answer = await (credential is { Username: null }
            ? RefreshAsync(realm, challenge, scopes, credential, cancellationToken)
            : AskAsync(realm, challenge, scopes, credential, cancellationToken));
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            return null;
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var failure = RegistryFailures.OfStatus(
                registry, What, answer.StatusCode, $" (its token server {realm.Host})");
            throw failures.MayPass(answer, out var wait) ? new TransientException(failure, wait) : failure;
        }

        byte[] content = await exchange.ReadAsync(
            registry, answer, RegistryLimits.TokenAnswer, "a token", cancellationToken);
        return TokenAnswer.Read(content, now)
            ?? throw RegistryFailures.Violation(registry, $"its token server {realm.Host} answers without a token");
    }

    private async Task<HttpResponseMessage> AskAsync(
        Uri realm,
        AuthChallenge challenge,
        ImmutableArray<string> scopes,
        Credential? credential,
        CancellationToken cancellationToken)
    {
        var query = scopes.Select(scope => ("scope", scope));
        if (challenge["service"] is { } service)
        {
            query = query.Prepend(("service", service));
        }

        if (credential is not null)
        {
            query = query.Append(("account", credential.Username!));
        }

        string text = string.Join('&', query.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));
        var start = new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{text}" : text }.Uri;
        var target = start;
        for (int redirect = 0; redirect <= RegistryLimits.Redirects; redirect++)
        {
            var shown =
                credential is not null && RegistryAddress.IsSameOrigin(target, start)
                    ? BasicHeader.Of(credential)
                    : null;
            var call = new RegistryCall(HttpMethod.Get, target, [], What);
            var answer = await exchange.SendAsync(registry, call, target, shown, cancellationToken);
            if (!ServiceHandler.IsRedirect(answer.StatusCode))
            {
                return answer;
            }

            using (answer)
            {
                target = redirects.Follow(registry, HttpMethod.Get, target, answer);
            }
        }

        throw Redirects.TooMany(registry);
    }

    // A redirect of this is not followed: the token stands in the body.
    private Task<HttpResponseMessage> RefreshAsync(
        Uri realm,
        AuthChallenge challenge,
        ImmutableArray<string> scopes,
        Credential credential,
        CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form =
        [
            new("grant_type", "refresh_token"),
            new("service", challenge["service"] ?? string.Empty),
            new("client_id", ClientId),
            new("scope", string.Join(' ', scopes)),
            new("refresh_token", credential.Secret),
        ];
        var call = new RegistryCall(HttpMethod.Post, realm, [], What)
        {
            Content = _ => new FormUrlEncodedContent(form),
        };
        return exchange.SendAsync(registry, call, realm, null, cancellationToken);
    }

    private Uri Realm(AuthChallenge challenge) =>
        !Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm)
        || realm.Scheme is not ("http" or "https")
        || realm.UserInfo.Length > 0
            ? throw Unsupported("the address of its token server is missing or malformed")
            : address.MayGetSecrets(realm)
                ? realm
                : throw Unsupported($"its token server {exchange.Secrets.Quote(realm.Host)} is reached without TLS");

    private SlipwayException Unsupported(string why) => new(new Diagnostic(
        RegistryCodes.AuthenticationUnsupported,
        $"The registry {registry} wants a token, but {why}",
        "Tell the people who run the registry; a token server in a network of your own can be listed below "
        + "'insecure-registries'."));
}
