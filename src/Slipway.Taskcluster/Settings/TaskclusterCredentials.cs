using System.Collections.Immutable;

namespace Slipway.Taskcluster.Settings;

/// <summary>Who asks.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="AccessToken">Its secret; never printed.</param>
/// <param name="Certificate">The certificate of temporary credentials, JSON; null for permanent ones.</param>
public sealed record TaskclusterCredentials(string ClientId, string AccessToken, string? Certificate)
{
    /// <summary>The scopes that requests are held to, although the client has more; null for all that it has.</summary>
    public ImmutableArray<string>? AuthorizedScopes { get; init; }

    public override string ToString() => ClientId;
}
