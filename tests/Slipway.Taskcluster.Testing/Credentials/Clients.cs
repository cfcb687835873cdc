using System.Collections.Concurrent;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>The permanent clients of the deployment.</summary>
public sealed class Clients
{
    private readonly ConcurrentDictionary<string, (string Token, string[] Scopes)> _clients = new(
        StringComparer.Ordinal);

    /// <summary>Makes a client with a new secret, or gives one other scopes and another secret.</summary>
    public TestCredentials Add(string clientId, params IEnumerable<string> scopes)
    {
        string token = Slug.New() + Slug.New();
        _clients[clientId] = (token, [.. scopes]);
        return new TestCredentials(clientId, token);
    }

    /// <summary>Makes a client whose secret is known before.</summary>
    public TestCredentials Add(TestCredentials credentials, params IEnumerable<string> scopes)
    {
        _clients[credentials.ClientId] = (credentials.AccessToken, [.. scopes]);
        return credentials;
    }

    /// <summary>Its credentials hold no more.</summary>
    public void Remove(string clientId) => _clients.TryRemove(clientId, out _);

    internal (string Token, string[] Scopes) Load(string clientId) =>
        _clients.TryGetValue(clientId, out var client)
            ? client
            : throw new AuthenticationException($"Client with clientId '{clientId}' not found");
}
