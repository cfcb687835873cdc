using System.Globalization;
using Slipway.Cli.Options;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Cli.Session;

/// <summary>Reads the push from the command line and the configuration.</summary>
internal static class PushOptions
{
    private const int LongestPullRequestId = 64;

    /// <param name="levelOf">The level of a project; the tree is only asked when the command line leaves it to it.</param>
    /// <param name="level">What <c>--level</c> says, and so on.</param>
    /// <param name="project">The project.</param>
    /// <param name="pushDate">The push date.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="pullRequest">The pull request.</param>
    /// <param name="now">The push date when none is given.</param>
    /// <exception cref="SlipwayException">A value is not of its kind.</exception>
    public static PushContext Read(
        Func<string, Level> levelOf,
        string? level,
        string? project,
        string? pushDate,
        string? revision,
        string? pullRequest,
        DateTimeOffset now) => new()
        {
            Level = level is null
                ? project is null ? Level.Lowest : levelOf(project)
                : ParseLevel(level),
            Project = project,
            Revision = revision,
            PushDate = pushDate is null ? WholeSeconds(now) : ParseDate(pushDate),
            PullRequest = pullRequest is null ? null : ParsePullRequest(pullRequest),
        };

    private static Level ParseLevel(string text) =>
        Level.TryParse(text, out var level)
            ? level
            : throw Invalid("--level", text, "Give 1, 2 or 3.");

    private static string ParsePullRequest(string text) =>
        text.Length is > 0 and <= LongestPullRequestId
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidPullRequest,
                $"'{text}' cannot name a pull request's scope",
                $"Use letters, digits, '-' and '_', at most {LongestPullRequestId} of them, such as the request's number."));

    private static DateTimeOffset ParseDate(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var culture = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(text, "yyyyMMddHHmmss", culture, utc, out var compact))
        {
            return compact;
        }

        // Up to the year 9999, which is what both DateTimeOffset and the index can hold.
        if (long.TryParse(text, NumberStyles.None, culture, out long seconds) && seconds <= 253402300799)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, culture, utc, out var full)
            ? WholeSeconds(full)
            : throw Invalid(
                "--pushdate", text, "Give seconds since 1970, YYYYMMDDHHMMSS, or a date such as 2026-11-06T21:20:00Z.");
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private static SlipwayException Invalid(string option, string text, string remedy) =>
        new(new Diagnostic(CliCodes.InvalidValue, $"'{text}' is not a value for {option}", remedy));
}
