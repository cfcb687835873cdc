using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>
/// A text that may depend on the level or the project, as taskgraph's <c>by-level</c> and <c>by-project</c> do.
/// </summary>
/// <remarks>https://taskcluster-taskgraph.readthedocs.io/en/latest/howto/resolve-keyed-by.html</remarks>
public abstract record KeyedText
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private KeyedText()
    {
    }

    /// <summary>The text for a push; null when it has none for it.</summary>
    /// <param name="level">The push's level.</param>
    /// <param name="project">Its project; null for none.</param>
    /// <param name="releaseLevel"><c>production</c> or <c>staging</c>; null where nobody knows it.</param>
    public abstract string? Resolve(Level level, string? project, string? releaseLevel = null);

    /// <summary>The same text for every push.</summary>
    public sealed record Plain(string Text) : KeyedText
    {
        public override string? Resolve(Level level, string? project, string? releaseLevel = null) => Text;
    }

    /// <summary>A text by the level or by the project.</summary>
    /// <param name="IsByLevel">Whether the keys are levels; else they are projects.</param>
    /// <param name="Alternatives">By key: the exact key, else the first regular expression
    /// that matches the whole of it.</param>
    /// <param name="Default">When no key matches; null for none.</param>
    public sealed record By(
        bool IsByLevel, ImmutableArray<(string Key, KeyedText Value)> Alternatives, KeyedText? Default) : KeyedText
    {
        public override string? Resolve(Level level, string? project, string? releaseLevel = null)
        {
            string actual = IsByLevel ? level.ToString() : project ?? string.Empty;
            var chosen = Match(Alternatives, actual).FirstOrDefault() ?? Default;
            return chosen?.Resolve(level, project, releaseLevel);
        }
    }

    /// <summary>A text by whether the push releases something (gecko's <c>by-release-level</c>).</summary>
    /// <param name="Alternatives">By <c>production</c> and <c>staging</c>.</param>
    /// <param name="Default">When no key matches; null for none.</param>
    public sealed record ByReleaseLevel(
        ImmutableArray<(string Key, KeyedText Value)> Alternatives, KeyedText? Default) : KeyedText
    {
        public override string? Resolve(Level level, string? project, string? releaseLevel = null) =>
            releaseLevel is null
                ? null
                : (Match(Alternatives, releaseLevel).FirstOrDefault() ?? Default)
                    ?.Resolve(level, project, releaseLevel);
    }

    /// <summary>What a text stands under: the exact key, else the keys that match the whole of it.</summary>
    public static IEnumerable<T> Match<T>(IEnumerable<(string Key, T Value)> alternatives, string text) =>
        alternatives.Where(alternative => alternative.Key == text)
            .Concat(alternatives.Where(alternative => Matches(alternative.Key, text)))
            .Select(alternative => alternative.Value);

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            // Python's regular expressions that are none here: such a key matches nothing but itself.
            return false;
        }
    }
}
