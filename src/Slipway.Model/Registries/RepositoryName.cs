using System.Text.RegularExpressions;

namespace Slipway.Model.Registries;

/// <summary>A repository of a registry, Docker Hub's defaults put in: <c>docker.io/library/debian</c>.</summary>
/// <remarks>The grammar of https://pkg.go.dev/github.com/distribution/reference#pkg-overview.</remarks>
public sealed partial record RepositoryName
{
    public const string DockerHub = "docker.io";

    // https://github.com/distribution/reference/blob/v0.6.0/normalize.go
    private const string LegacyDockerHub = "index.docker.io";
    private const string OfficialImages = "library/";
    /// <summary>The most characters of host and path together.</summary>
    public const int MaximumLength = 255;

    private RepositoryName(string registry, string path) => (Registry, Path) = (registry, path);

    /// <summary>The registry's host, with its port if it has one.</summary>
    public string Registry { get; }

    /// <summary>What the distribution specification calls the <c>&lt;name&gt;</c>.</summary>
    public string Path { get; }

    /// <exception cref="FormatException">The text is not a repository.</exception>
    public static RepositoryName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' does not name a repository.");

    /// <summary>Reads <c>[host[:port]/]path</c>.</summary>
    public static bool TryParse(
        string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RepositoryName? name)
    {
        name = null;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        // A first component without a dot, a port or a capital letter is a part of the path, except for localhost.
        bool hasHost = slash > 0
            && (text.AsSpan(0, slash).IndexOfAny('.', ':') >= 0
                || text[..slash] == "localhost"
                || text[..slash].Any(char.IsAsciiLetterUpper));
        string registry = hasHost ? text[..slash] : DockerHub;
        string path = hasHost ? text[(slash + 1)..] : text;
        if (registry == LegacyDockerHub)
        {
            registry = DockerHub;
        }

        if (registry == DockerHub && !path.Contains('/', StringComparison.Ordinal))
        {
            path = OfficialImages + path;
        }

        if (registry.Length + path.Length > MaximumLength
            || !HostPattern().IsMatch(registry)
            || !PathPattern().IsMatch(path))
        {
            return false;
        }

        name = new RepositoryName(registry, path);
        return true;
    }

    /// <summary>The whole name, with the host.</summary>
    public override string ToString() => $"{Registry}/{Path}";

    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostPattern();

    [GeneratedRegex(
        @"\A[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathPattern();
}
