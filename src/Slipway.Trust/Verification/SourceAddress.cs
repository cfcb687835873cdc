using System.Text.RegularExpressions;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>An address as it is written: nothing of it is resolved, decoded or put right.</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Host">With user and port.</param>
/// <param name="Path">With the slash at its beginning, without query and fragment.</param>
internal sealed partial record SourceAddress(string Scheme, string Host, string Path)
{
    private const string GitHubSsh = "git@github.com:";
    private const string GitEnd = ".git";

    public const string GitHub = "github.com";

    /// <summary>
    /// The path with percent-escapes decoded, which is what rules about repositories are held against.
    /// </summary>
    public string Decoded => IsRaw ? Path : Uri.UnescapeDataString(Path);

    public string[] Parts => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Whether it says what it seems to say: no climbing, nothing hidden in what names the repository.
    /// </summary>
    public bool IsPlain(ChainPolicy policy) =>
        !Decoded.Split('/', '\\').Any(part => part is "." or "..")
        && !Decoded.Any(char.IsControl)
        && !Decoded.Contains('%', StringComparison.Ordinal)
        && !Hidden().IsMatch(Path)
        && Repository(policy) == (this with { IsRaw = true }).Repository(policy);

    private bool IsRaw { get; init; }

    public static SourceAddress? Parse(string? text)
    {
        if (text is not null && text.StartsWith(GitHubSsh, StringComparison.Ordinal))
        {
            text = $"ssh://{GitHub}/{text[GitHubSsh.Length..]}";
        }

        if (text is null
            || text.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var colon)
            || !Uri.CheckSchemeName(text[..colon]))
        {
            return null;
        }

        string rest = text[(colon + 3)..];
        int end = rest.AsSpan().IndexOfAny('/', '?', '#');
        string host = end < 0 ? rest : rest[..end];
        string path = end < 0 ? string.Empty : rest[end..];
        int query = path.AsSpan().IndexOfAny('?', '#');
        return new SourceAddress(text[..colon].ToLowerInvariant(), host, query < 0 ? path : path[..query]);
    }

    /// <summary>The address of a repository, without what only git needs at its end.</summary>
    public static SourceAddress? ParseRepository(string text) =>
        Parse(text.EndsWith(GitEnd, StringComparison.Ordinal) ? text[..^GitEnd.Length] : text);

    /// <summary>
    /// Where a task comes from: its <c>metadata.source</c>, which must be of the repository in its environment.
    /// </summary>
    public static SourceAddress Of(ChainVerification chain, ChainLink link)
    {
        string text = link.Task.TextAt("metadata", "source")
            ?? throw new RuleBrokenException("metadata.source is missing");
        var source = Parse(text) ?? throw new RuleBrokenException($"metadata.source is no address: {text}");
        if (RepositoryOf(chain, link) is { } repository)
        {
            if (ParseRepository(repository) is not { } own || own.Host != source.Host || !source.IsBelow(own))
            {
                throw new RuleBrokenException($"its repository {repository} is not that of its source {text}");
            }
        }

        return source;
    }

    /// <summary>What a variable of the environment says of the source; null when it is not set.</summary>
    /// <param name="name">Without the prefix, such as <c>HEAD_REV</c>.</param>
    public static string? Variable(ChainVerification chain, ChainLink link, string name) =>
        link.Environment.TextAt($"{chain.Policy.SourcePrefix}_{name}");

    /// <summary>The revision that the environment names; null when it names none.</summary>
    /// <exception cref="RuleBrokenException">It would be more than a part of an address.</exception>
    public static string? RevisionOf(ChainVerification chain, ChainLink link) =>
        Variable(chain, link, "HEAD_REV") is not { } revision ? null
        : OneWord().IsMatch(revision) ? revision
        : throw new RuleBrokenException($"its environment names a revision that is none: {revision}");

    /// <summary>
    /// The same where it is the whole id of a commit: a short one, or a branch's name, says something else tomorrow.
    /// </summary>
    public static string? CommitOf(ChainVerification chain, ChainLink link) =>
        RevisionOf(chain, link) is { } revision && Commit().IsMatch(revision) ? revision : null;

    public static string? RepositoryOf(ChainVerification chain, ChainLink link) =>
        Variable(chain, link, "HEAD_REPOSITORY");

    /// <summary>The repository of the policy that it belongs to; null when it is none.</summary>
    public string? Repository(ChainPolicy policy)
    {
        foreach (var rule in policy.Repositories)
        {
            if (rule.Find(Scheme, Host, Decoded) is { } path)
            {
                return path;
            }
        }

        return null;
    }

    private bool IsBelow(SourceAddress repository)
    {
        var parts = repository.Parts;
        return parts.Length <= Parts.Length && Parts.AsSpan(0, parts.Length).SequenceEqual(parts);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneWord();

    // A dot, a slash or a backslash.
    [GeneratedRegex("%(2e|2f|5c)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"\A([0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commit();
}
