using System.Net;
using Slipway.Model.Registries;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>Where a registry is: its addresses, in the order in which they are tried.</summary>
internal sealed class RegistryAddress(RegistrySettings settings)
{
    // Docker Hub's API is not at the name that stands in references
    // (https://github.com/distribution/reference/blob/v0.6.0/normalize.go, https://docs.docker.com/registry/spec/api/).
    private const string DockerHubApi = "registry-1.docker.io";

    /// <summary>The host, with its port if it has one, of a registry's API.</summary>
    public static string ApiHost(string registry) => registry == RepositoryName.DockerHub ? DockerHubApi : registry;

    /// <summary>Whether a host may be reached without TLS.</summary>
    public bool MayBePlain(Uri address) => IsLoopback(address) || IsInsecure(address);

    /// <summary>Whether a host is one of the insecure registries.</summary>
    public bool IsInsecure(Uri address) =>
        settings.InsecureRegistries.Contains(address.Authority)
        || settings.InsecureRegistries.Contains($"{address.Host}:{address.Port}");

    /// <summary>Whether credentials may be sent there: nobody on the way can read them.</summary>
    public bool MayGetSecrets(Uri address) => address.Scheme == Uri.UriSchemeHttps || MayBePlain(address);

    public static bool IsLoopback(Uri address) =>
        address.Host == "localhost"
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether two addresses are the same server under the same protection.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;
}
