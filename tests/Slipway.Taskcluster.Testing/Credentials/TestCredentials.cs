using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>What a client signs with.</summary>
/// <param name="ClientId">Who signs.</param>
/// <param name="AccessToken">The secret.</param>
/// <param name="Certificate">JSON, of temporary credentials only.</param>
public sealed record TestCredentials(string ClientId, string AccessToken, string? Certificate = null)
{
    /// <summary>The form in which the Queue hands them out.</summary>
    internal JsonObject ToJson() => new()
    {
        ["clientId"] = ClientId,
        ["accessToken"] = AccessToken,
        ["certificate"] = Certificate,
    };

    internal static TestCredentials FromJson(JsonNode node) => new(
        node["clientId"]!.GetValue<string>(),
        node["accessToken"]!.GetValue<string>(),
        node["certificate"]?.GetValue<string>());
}
