namespace Slipway.Core.Catalog.Reading;

/// <summary>The repository part of an image reference.</summary>
internal static class Repository
{
    // Docker's own registry goes without saying (https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed).
    private static readonly string[] DockerHub = ["docker.io/", "index.docker.io/"];

    /// <summary>The reference without tag and digest, and without the name of Docker Hub.</summary>
    public static string Of(string reference)
    {
        var repository = reference.AsSpan();
        if (repository.IndexOf('@') is >= 0 and var at)
        {
            repository = repository[..at];
        }

        // A colon before the last slash belongs to a port.
        if (repository.LastIndexOf(':') is var colon && colon > repository.LastIndexOf('/'))
        {
            repository = repository[..colon];
        }

        foreach (string host in DockerHub)
        {
            if (repository.StartsWith(host, StringComparison.Ordinal))
            {
                return repository[host.Length..].ToString();
            }
        }

        return repository.ToString();
    }
}
