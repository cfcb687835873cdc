using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Auth;

/// <summary>The part of the Auth service that clients ask about themselves.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/auth/api</remarks>
internal sealed class AuthService(TimeProvider clock) : ApiService
{
    public override string Name => "auth";

    public override IReadOnlyList<Endpoint> Endpoints { get; } =
    [
        new("currentScopes", "GET", "/scopes/current")
        {
            Scopes = _ => "auth:current-scopes",
            Handle = (call, _) => Task.FromResult(Answer.Json(new JsonObject
            {
                ["scopes"] = new JsonArray([.. call.Caller.Scopes.Scopes.Select(scope => JsonValue.Create(scope))]),
            })),
        },
        Pings.Ping(clock),
    ];

    protected override IReadOnlyDictionary<string, string> Patterns { get; } = new Dictionary<string, string>();
}
