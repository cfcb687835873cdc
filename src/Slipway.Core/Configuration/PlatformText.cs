using System.Text.RegularExpressions;
using Slipway.Core.Yaml;

namespace Slipway.Core.Configuration;

/// <summary>Platforms as they are written: <c>os/architecture[/variant]</c>.</summary>
public static partial class PlatformText
{
    private const string Remedy =
        "Write os/architecture or os/architecture/variant, such as linux/amd64 or linux/arm/v7.";

    /// <summary>Whether one platform can stand where the other is asked for.</summary>
    /// <remarks>A variant that only one side names (arm64 and arm64/v8) is no contradiction.</remarks>
    public static bool Fits(string have, string want) =>
        have == want || have.Split('/').Zip(want.Split('/')).All(pair => pair.First == pair.Second);

    /// <returns>Null after a report.</returns>
    internal static string? Read(ConfigValues values, YamlNode node) =>
        values.Matching(node, "'platform'", Pattern(), Remedy);

    // The form of https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md, written with slashes.
    [GeneratedRegex(
        @"\A[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9._]+)?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
