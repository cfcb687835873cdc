using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Auth;

/// <summary>Auth: who may do what.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/auth/api</remarks>
public sealed class AuthService
{
    private const string Name = "auth";

    private readonly ApiClient _api;

    internal AuthService(ApiClient api) => _api = api;

    /// <summary>The scopes that the credentials have, all roles expanded.</summary>
    public async Task<ImmutableArray<string>> CurrentScopesAsync(CancellationToken cancellationToken)
    {
        const string What = "list the scopes of the credentials";
        var answer = await _api.SendAsync(new ApiCall(HttpMethod.Get, Name, "scopes/current", What), cancellationToken);
        return answer.Require()["scopes"] is JsonArray scopes
            ? [.. scopes.Select(scope => scope?.ToString() ?? string.Empty)]
            : throw ApiFailures.Invalid(Name, What, "there are no 'scopes'");
    }

    /// <summary>Whether the deployment answers; it takes no credentials.</summary>
    /// <exception cref="Core.Diagnostics.SlipwayException">It does not.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.SendAsync(new ApiCall(HttpMethod.Get, Name, "ping", "see whether it is there"), cancellationToken);
        answer.Require();
    }
}
