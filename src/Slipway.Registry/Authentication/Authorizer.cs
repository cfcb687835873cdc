using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Registry.Credentials;
using Slipway.Registry.Http;

namespace Slipway.Registry.Authentication;

/// <summary>
/// Knows what one registry wants to be shown, once it has asked, and keeps its tokens until they expire.
/// </summary>
/// <param name="registry">As it stands in references.</param>
/// <param name="credentials">Looked at when the registry asks.</param>
/// <param name="tokens">Gets tokens.</param>
/// <param name="secrets">Told of what is shown.</param>
/// <param name="clock">Tells when a token has expired.</param>
internal sealed class Authorizer(
    string registry,
    CredentialFinder credentials,
    TokenClient tokens,
    KnownSecrets secrets,
    TimeProvider clock) : IDisposable
{
    // A token that expires on the way is of no use.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, BearerToken> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private volatile AuthChallenge? _challenge;
    private volatile CredentialSearch? _search;

    /// <summary>What to show from the start; null when the registry has not asked yet.</summary>
    public async Task<AuthenticationHeaderValue?> PrepareAsync(
        ImmutableArray<Scope> scopes, CancellationToken cancellationToken) =>
        _challenge is { } challenge ? await HeaderAsync(challenge, scopes, [], null, cancellationToken) : null;

    /// <summary>What to show after a 401.</summary>
    /// <param name="answer">The 401.</param>
    /// <param name="scopes">What the request needs to be allowed.</param>
    /// <param name="refused">What was shown.</param>
    /// <returns>Null when there is nothing else to show.</returns>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        HttpResponseMessage answer,
        ImmutableArray<Scope> scopes,
        AuthenticationHeaderValue? refused,
        CancellationToken cancellationToken)
    {
        var challenge = Choose(answer);
        _challenge = challenge;
        string[] asked = challenge["scope"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var header = await HeaderAsync(challenge, scopes, asked, refused?.Parameter, cancellationToken);
        return header is null || header.Equals(refused) ? null : header;
    }

    /// <summary>Says that what was shown does not suffice, or that there was nothing to show.</summary>
    public SlipwayException Refused(RegistryCall call, string said)
    {
        string how = _search switch
        {
            { Found: { } found } => $"does not take the credentials of {Display.Line(found.Source)}",
            { Looked.IsEmpty: false } search =>
                $"wants credentials, and none for it are in {string.Join(", ", search.Looked.Select(Display.Line))}",
            _ => "wants credentials, and there are none",
        };
        return new SlipwayException(new Diagnostic(
            RegistryCodes.Unauthorized,
            $"The registry {registry} {how}, to {call.What}{said}",
            $"Log in with `docker login {registry}` or `podman login {registry}`, or give a file by "
            + "--registry-auth-file."));
    }

    public void Dispose() => _gate.Dispose();

    private AuthChallenge Choose(HttpResponseMessage answer)
    {
        var offered = answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values)
            ? ChallengeReader.Read(values)
            : [];
        return offered.FirstOrDefault(challenge => challenge.Scheme == AuthChallenge.Bearer)
            ?? offered.FirstOrDefault(challenge => challenge.Scheme == AuthChallenge.Basic)
            ?? throw new SlipwayException(new Diagnostic(
                RegistryCodes.AuthenticationUnsupported,
                offered.IsEmpty
                    ? $"The registry {registry} wants to be shown something and does not say what"
                    : $"The registry {registry} wants '{secrets.Quote(offered[0].Scheme)}', "
                        + "which Slipway does not know",
                "Slipway knows Basic and Bearer; check the address."));
    }

    private async Task<AuthenticationHeaderValue?> HeaderAsync(
        AuthChallenge challenge,
        ImmutableArray<Scope> scopes,
        string[] asked,
        string? refused,
        CancellationToken cancellationToken)
    {
        if (challenge.Scheme == AuthChallenge.Basic)
        {
            return await FindAsync(scopes, cancellationToken) is { Username: not null } credential
                ? BasicHeader.Of(credential)
                : null;
        }

        string key = string.Join(' ', scopes);
        // One at a time, so that many requests at once need one token.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_tokens.TryGetValue(key, out var known)
                && known.Value != refused
                && known.Expires - Margin > clock.GetUtcNow())
            {
                return Show(known);
            }

            ImmutableArray<string> wanted = [.. scopes.Select(scope => scope.ToString()).Union(asked)];
            var credential = await FindAsync(scopes, cancellationToken);
            if (await tokens.GetAsync(challenge, wanted, credential, cancellationToken) is not { } token)
            {
                return null;
            }

            secrets.Add(token.Value);
            _tokens[key] = token;
            return Show(token);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Credential?> FindAsync(ImmutableArray<Scope> scopes, CancellationToken cancellationToken)
    {
        string repository = scopes.IsEmpty ? string.Empty : scopes[0].Repository;
        _search = await credentials.FindAsync(registry, repository, cancellationToken);
        secrets.Add(_search.Found?.Secret);
        secrets.Add(_search.Found is { Username: { } name } found ? $"{name}:{found.Secret}" : null);
        return _search.Found;
    }

    private static AuthenticationHeaderValue Show(BearerToken token) => new("Bearer", token.Value);
}
