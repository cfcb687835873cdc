using System.Collections.Frozen;
using System.Globalization;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// The distributions that gecko builds packages for (<c>gecko_taskgraph/transforms/job/distro_package.py</c>).
/// </summary>
internal static class Distributions
{
    public const string Debian = "debian-package";
    public const string Ubuntu = "ubuntu-package";

    private static readonly FrozenDictionary<string, int> OfDebian = new Dictionary<string, int>
    {
        ["wheezy"] = 7,
        ["jessie"] = 8,
        ["stretch"] = 9,
        ["buster"] = 10,
        ["bullseye"] = 11,
        ["bookworm"] = 12,
        ["trixie"] = 13,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> OfUbuntu = new Dictionary<string, int>
    {
        ["bionic"] = 1804,
        ["focal"] = 2004,
        ["jammy"] = 2204,
        ["noble"] = 2404,
        ["resolute"] = 2604,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of those that are built in a way.</summary>
    public static IEnumerable<string> Names(string @using) => Of(@using).Keys.Order(StringComparer.Ordinal);

    /// <summary>The image that packages of a distribution are built in; null for one that is not known.</summary>
    /// <param name="using">Which of the two ways builds them.</param>
    /// <param name="dist">The distribution's name.</param>
    /// <param name="arch">The architecture.</param>
    public static string? ImageOf(string @using, string dist, string arch) =>
        Of(@using).TryGetValue(dist, out int number)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(@using == Debian ? "debian" : "ubuntu")}{number}{(arch == "amd64" ? "" : $"-{arch}")}-packages")
            : null;

    private static FrozenDictionary<string, int> Of(string @using) => @using == Debian ? OfDebian : OfUbuntu;
}
