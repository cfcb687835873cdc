using System.Text.RegularExpressions;

namespace Slipway.Engines.Builds;

/// <summary>Knows by what BuildKit says that it kept back a part of what a step printed.</summary>
/// <remarks>
/// Of each step it shows 2 MiB, and 200 KiB in a second, unless its own environment says otherwise
/// (moby/buildkit, util/progress/logs/logs.go). No client can change that. Newer versions take -1 for no limit; that
/// of Docker 20.10 shows nothing at all then, so a number is advised that all of them take.
/// </remarks>
public static partial class ClippedLog
{
    /// <summary>How the builder is told to show all; it is started with that.</summary>
    public const string Remedy =
        "Start the engine with BUILDKIT_STEP_LOG_MAX_SIZE=1073741824 and BUILDKIT_STEP_LOG_MAX_SPEED=1073741824 in its "
        + "environment, or have the step print less.";

    private const string Nothing = "0B";

    /// <summary>The limit that was reached, such as <c>200KiB/s</c>; null when the line says nothing of that.</summary>
    public static string? LimitOf(string line) =>
        // Most lines have no bracket at their end.
        line.EndsWith(']') && Clipped().Match(line) is { Success: true } match
            ? match.Groups["limit"].Value is ['-', ..] ? Nothing : match.Groups["limit"].Value
            : null;

    [GeneratedRegex(
        @"\[output clipped, log (limit|speed) (?<limit>-?[0-9.]+ ?[A-Za-z]{1,4}(/s)?) reached\]$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clipped();
}
