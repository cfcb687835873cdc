using System.Globalization;
using Slipway.Application.Requests;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>What a person says about a push.</summary>
public sealed record PushOptions
{
    /// <summary>The trust level, 1 to 3; null for that of the project, else the lowest.</summary>
    public string? Level { get; init; }

    /// <summary>The project that is pushed to.</summary>
    public string? Project { get; init; }

    /// <summary>Seconds since 1970, YYYYMMDDHHMMSS or RFC 3339; null for now.</summary>
    public string? PushDate { get; init; }

    /// <summary>The revision that is built.</summary>
    public string? Revision { get; init; }

    /// <summary>
    /// <c>git</c> or <c>hg</c>, a part of digests in trees with gecko's transforms; null for that of the checkout.
    /// </summary>
    public string? RepositoryType { get; init; }

    /// <summary>The pull request that the push is.</summary>
    public string? PullRequest { get; init; }

    /// <param name="levelOf">The level of a project; the tree is only asked when nobody gives a level.</param>
    /// <param name="now">The push date when none is given.</param>
    /// <exception cref="SlipwayException">A value is not of its kind.</exception>
    public PushContext Read(Func<string, Level> levelOf, DateTimeOffset now) => new()
    {
        Level = Level is null
            ? Project is null ? Model.Values.Level.Lowest : levelOf(Project)
            : ParseLevel(Level),
        Project = Project,
        Revision = Revision,
        PushDate = PushDate is null ? WholeSeconds(now) : ParseDate(PushDate),
        PullRequest = PullRequest is null ? null : ParsePullRequest(PullRequest),
    };

    private static Level ParseLevel(string text) =>
        Model.Values.Level.TryParse(text, out var level)
            ? level
            : throw Invalid("--level", text, "Give 1, 2 or 3.");

    private static string ParsePullRequest(string text) =>
        text.Length <= PullRequestId.LongestName && !string.IsNullOrWhiteSpace(text)
            ? PullRequestId.OfName(text)
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidPullRequest,
                text.Length > PullRequestId.LongestName
                    ? $"A text of {text.Length} characters cannot name a pull request's scope"
                    : $"'{text}' cannot name a pull request's scope",
                $"Give the request's number, or its branch: at most {PullRequestId.LongestName} characters."));

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
        new(new Diagnostic(RequestCodes.InvalidValue, $"'{text}' is not a value for {option}", remedy));
}
