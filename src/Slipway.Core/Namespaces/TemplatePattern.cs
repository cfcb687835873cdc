using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Namespaces;

/// <summary>Reads the namespaces that a template of the index makes.</summary>
public sealed class TemplatePattern
{
    // What Slipway itself calls images, and what packages are called.
    private const string Name = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private readonly Regex _pattern;

    /// <param name="template">The template.</param>
    /// <param name="prefix">What stands in the place of <c>{prefix}</c>.</param>
    /// <param name="requests">Which scopes pull requests have.</param>
    public TemplatePattern(string template, string prefix, PullRequestScope requests)
    {
        var pattern = new StringBuilder(@"\A")
            .Append(Regex.Escape(template.Replace("{prefix}", prefix, StringComparison.Ordinal)))
            .Append(@"\z");
        foreach (var (placeholder, meaning) in Meanings(requests))
        {
            Fill(pattern, placeholder, meaning);
        }

        _pattern = new Regex(pattern.ToString(), RegexOptions.CultureInvariant, PatternTime);
    }

    /// <summary>What a namespace says; null when it is none that the template makes.</summary>
    public TemplateMatch? Match(IndexNamespace ns)
    {
        var match = _pattern.Match(ns.Value);
        return match.Success
            ? new TemplateMatch(
                IndexScope.Parse(match.Groups["scope"].Value),
                match.Groups["name"].Value,
                InputsDigest.TryParse(match.Groups["digest"].Value, out var digest) ? digest : null,
                DateOf(match))
            : null;
    }

    // The same placeholder twice stands for the same text.
    private static void Fill(StringBuilder pattern, string placeholder, string meaning)
    {
        string written = Regex.Escape($"{{{placeholder}}}");
        string text = pattern.ToString();
        int at = text.IndexOf(written, StringComparison.Ordinal);
        if (at >= 0)
        {
            pattern.Clear()
                .Append(text, 0, at)
                .Append(CultureInfo.InvariantCulture, $"(?<{placeholder}>{meaning})")
                .Append(text[(at + written.Length)..].Replace(
                    written, $@"\k<{placeholder}>", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string Placeholder, string Meaning)> Meanings(PullRequestScope requests)
    {
        const string level = "level-[1-3]";
        yield return ("scope", requests switch
        {
            PullRequestScope.Isolated => $"{level}|pr[.][^.]+",
            PullRequestScope.Shared => $"{level}|pr",
            _ => level,
        });
        yield return ("level", "[1-3]");
        yield return ("name", Name);
        yield return ("digest", "[0-9a-f]{64}");
        yield return ("year", "[0-9]{4}");
        yield return ("month", "[0-9]{2}");
        yield return ("day", "[0-9]{2}");
        yield return ("pushtime", "[0-9]{6}");
        yield return ("pushdatetime", "[0-9]{14}");
    }

    private static DateTimeOffset? DateOf(Match match)
    {
        string text = Text("pushdatetime", null)
            ?? Text("year", "0001") + Text("month", "01") + Text("day", "01") + Text("pushtime", "000000");
        return DateTimeOffset.TryParseExact(
            text,
            "yyyyMMddHHmmss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment)
            ? moment
            : null;

        string? Text(string group, string? otherwise) =>
            match.Groups[group] is { Success: true } found ? found.Value : otherwise;
    }
}

/// <summary>What a namespace says.</summary>
/// <param name="Scope">Whose images these are.</param>
/// <param name="Name">What the image is called in the index.</param>
/// <param name="Digest">The digest; null when the template has none.</param>
/// <param name="PushDate">As far as it is told; what is not told is the first of its kind.</param>
public sealed record TemplateMatch(IndexScope Scope, string Name, InputsDigest? Digest, DateTimeOffset? PushDate);
