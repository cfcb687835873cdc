using Slipway.Model.Registries;

namespace Slipway.Registry.Credentials;

/// <summary>The names under which files of credentials know a registry.</summary>
internal static class RegistryKeys
{
    /// <summary>
    /// Docker's name for Docker Hub (https://github.com/docker/cli/blob/v28.2.2/cli/command/registry.go).
    /// </summary>
    public const string DockerHubServer = "https://index.docker.io/v1/";

    /// <summary>What a credential helper is asked for.</summary>
    public static string Server(string registry) => registry == RepositoryName.DockerHub ? DockerHubServer : registry;

    /// <summary>
    /// The keys that mean a repository, the nearest first: Podman has credentials for parts of a registry.
    /// </summary>
    /// <remarks>https://github.com/containers/image/blob/v5.36.1/docs/containers-auth.json.5.md.</remarks>
    public static IEnumerable<string> Of(string registry, string repository)
    {
        for (string path = repository; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            yield return $"{registry}/{path}";
        }

        yield return registry;
    }

    /// <summary>
    /// A key of a file without the scheme and the version that old ones have: Docker writes <c>https://host/v1/</c>.
    /// </summary>
    public static string Normalize(string key)
    {
        string name = key;
        foreach (string scheme in new[] { "https://", "http://" })
        {
            name = name.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? name[scheme.Length..] : name;
        }

        name = name.TrimEnd('/');
        foreach (string version in new[] { "/v1", "/v2" })
        {
            name = name.EndsWith(version, StringComparison.Ordinal) ? name[..^version.Length] : name;
        }

        return name is "index.docker.io" or "registry-1.docker.io" ? RepositoryName.DockerHub : name;
    }
}
