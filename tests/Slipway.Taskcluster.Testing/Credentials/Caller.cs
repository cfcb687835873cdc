using Slipway.Taskcluster.Testing.Scopes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>Who asks.</summary>
/// <param name="ClientId">Null without credentials.</param>
/// <param name="Scopes">Expanded, with those that everybody has.</param>
internal sealed record Caller(string? ClientId, ScopeSet Scopes);
