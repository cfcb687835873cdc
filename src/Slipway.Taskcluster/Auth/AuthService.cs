using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Auth;

/// <summary>The Auth service: who may do what. All failures are <see cref="SlipwayException"/>s.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/auth/api.</remarks>
public sealed class AuthService
{
    private const string Service = "auth";

    private readonly ApiClient _api;

    internal AuthService(ApiClient api) => _api = api;

    /// <summary>What the client may do, what everybody may included.</summary>
    public async Task<ImmutableArray<string>> ReadCurrentScopesAsync(CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, "read the scopes of the client", "scopes", "current");
        return [.. (await _api.DemandAsync(call, cancellationToken)).Fields().Texts("scopes")];
    }

    /// <summary>Ends well when the deployment answers.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, "ask whether it is alive", "ping");
        (await _api.DemandAsync(call, cancellationToken)).Fields();
    }
}
