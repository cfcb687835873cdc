using System.Text.RegularExpressions;

namespace Slipway.Core.Configuration;

/// <summary>Where images are published: a host and a path, or a path on Docker Hub.</summary>
internal static partial class RegistryText
{
    public const string Remedy =
        "Write a registry without scheme, tag or final slash, such as ghcr.io/owner or mozilla.";

    public const string HostRemedy = "Write a host, with its port if it has one, such as registry.example.com:5000.";

    // The grammar of repository names, at most as long as one
    // (https://pkg.go.dev/github.com/distribution/reference#pkg-overview).
    [GeneratedRegex(
        @"\A(?=.{1,255}\z)(?:(?:[A-Za-z0-9.-]+(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*|[A-Za-z0-9.-]+:[0-9]{1,5})\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    public static partial Regex Pattern();

    // The host of the same grammar.
    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:]{2,45}\])(?::[0-9]{1,5})?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    public static partial Regex HostPattern();
}
