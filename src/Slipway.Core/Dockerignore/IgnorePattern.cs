namespace Slipway.Core.Dockerignore;

/// <summary>One line of <c>.dockerignore</c>.</summary>
/// <remarks>
/// The four ways of matching are those of https://github.com/moby/patternmatcher/blob/main/patternmatcher.go. They
/// differ from a plain reading of the pattern only at <c>**</c> next to something other than a slash: <c>**.log</c>
/// takes every path that ends so, and <c>a**</c> every path that starts with <c>a</c>.
/// </remarks>
internal sealed class IgnorePattern
{
    private const string Special = @"*?[]\";

    private readonly Func<string, bool> _matches;

    private IgnorePattern(int line, string text, bool isException, string pattern)
    {
        Line = line;
        Text = text;
        IsException = isException;
        Path = pattern.AsSpan().IndexOfAny(Special) < 0 ? pattern : null;
        _matches = Matcher(pattern);
    }

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The line as a person wrote it, trimmed.</summary>
    public string Text { get; }

    /// <summary>The only path that it names; null when it has wildcards.</summary>
    public string? Path { get; }

    /// <summary>Whether it starts with <c>!</c> and brings files back.</summary>
    public bool IsException { get; }

    /// <summary>Reads a line that is neither empty nor a comment.</summary>
    /// <returns>Null when it is not a pattern.</returns>
    public static IgnorePattern? TryParse(string line, int number)
    {
        bool isException = line[0] == '!';
        string pattern = (isException ? line[1..] : line).Trim();
        if (pattern.Length == 0)
        {
            return null;
        }

        pattern = GoPath.Clean(pattern);
        if (pattern.Length > 1 && pattern[0] == '/')
        {
            pattern = pattern[1..];
        }

        return GoPath.IsPattern(pattern)
            ? new IgnorePattern(number, line, isException, pattern)
            : null;
    }

    /// <summary>Whether it names this very path; the folders above it are the caller's to ask for.</summary>
    public bool Matches(string path) => _matches(path);

    private static Func<string, bool> Matcher(string pattern)
    {
        bool leading = pattern.StartsWith("**", StringComparison.Ordinal);
        string rest = leading ? pattern[2..] : pattern;
        if (rest.AsSpan().IndexOfAny(Special) < 0)
        {
            return leading ? path => HasSuffix(path, rest) : path => path == pattern;
        }

        string start = pattern.EndsWith("**", StringComparison.Ordinal) ? pattern[..^2] : pattern;
        if (start.Length < pattern.Length && start.AsSpan().IndexOfAny(Special) < 0)
        {
            return path => path.StartsWith(start, StringComparison.Ordinal);
        }

        var glob = new Glob(pattern);
        return path => glob.Matches(path);
    }

    private static bool HasSuffix(string path, string suffix) =>
        path.EndsWith(suffix, StringComparison.Ordinal)
        || (suffix.StartsWith('/') && path.AsSpan().SequenceEqual(suffix.AsSpan(1)));
}
