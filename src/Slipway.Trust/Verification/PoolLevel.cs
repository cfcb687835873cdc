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

    /// <summary>Every level in the name of a cache, a route or a scheduler, whatever way it is written in.</summary>
    public static IEnumerable<int> AllIn(string name) => Named().Matches(name).Select(match =>
        int.TryParse(match.Groups["level"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int level)
            ? level
            : int.MaxValue);

    /// <summary>
    /// Whether a link ran on a pool of the same family as another one, whose name says something else in the place of
    /// a level: <c>gecko-t</c> beside <c>gecko-3</c>. Such pools are open to whoever may push at any level.
    /// </summary>
    public static bool IsOfNoLevel(ChainLink link, ChainLink other) =>
        Of(link) is null
        && other.Task.TextAt("provisionerId") is { } known
        && Provisioner().Match(known) is { Success: true } match
        && known[..(match.Index + 1)] is var family
        && (link.Task.TextAt("provisionerId")?.StartsWith(family, StringComparison.OrdinalIgnoreCase) == true
            || TestWorkerType(family, link.Task.TextAt("workerType")));

    // As gecko-t-signing beside gecko-3-signing: what stands for the level is one sign that is none.
    private static bool TestWorkerType(string family, string? workerType) =>
        workerType is not null
        && workerType.Length > family.Length + 1
        && workerType.StartsWith(family, StringComparison.OrdinalIgnoreCase)
        && workerType[family.Length + 1] == '-';

    private static int? Read(Regex expression, string? text) =>
        text is not null && expression.Match(text) is { Success: true } match
            ? int.Parse(match.Groups["level"].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("-(?<level>[1-9])\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Provisioner();

    [GeneratedRegex("\\A[a-z]+-(?<level>[1-9])-", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkerType();

    [GeneratedRegex(
        "(?<![A-Za-z0-9])level[-_](?<level>[0-9]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
