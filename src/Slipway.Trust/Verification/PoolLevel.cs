using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>
/// The level that the name of a pool, or of a cache, says: <c>gecko-3/images</c>, <c>gecko-level-1-checkouts</c>.
/// </summary>
internal static partial class PoolLevel
{
    /// <summary>The level of the pool on which a link ran; null when its name says none.</summary>
    public static int? Of(ChainLink link) =>
        Read(Provisioner(), link.Task.TextAt("provisionerId"))
        ?? Read(WorkerType(), link.Task.TextAt("workerType"));

    /// <summary>The level in the name of a cache; null when it says none.</summary>
    public static int? OfCache(string name) => Read(Cache(), name);

    private static int? Read(Regex expression, string? text) =>
        text is not null && expression.Match(text) is { Success: true } match
            ? int.Parse(match.Groups["level"].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("-(?<level>[1-9])\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Provisioner();

    [GeneratedRegex("\\A[a-z]+-(?<level>[1-9])-", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkerType();

    [GeneratedRegex(
        "(\\A|[^A-Za-z0-9])level-(?<level>[0-9])([^0-9]|\\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cache();
}
