using System.Collections.Immutable;
using Slipway.Core.Dockerignore;

namespace Slipway.Core.Retention;

/// <summary>Patterns of names, such as <c>release/*</c>: <c>*</c> stops at a slash, <c>**</c> does not.</summary>
public sealed class NamePatterns
{
    /// <summary>Every name.</summary>
    public static readonly NamePatterns Every = new(["**"]);

    private readonly ImmutableArray<Glob> _globs;

    /// <param name="patterns">Each accepted by <see cref="IsPattern"/>.</param>
    public NamePatterns(IEnumerable<string> patterns)
    {
        Texts = [.. patterns];
        _globs = [.. Texts.Select(text => new Glob(text))];
    }

    /// <summary>As they are written.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>Whether a text is a pattern of names.</summary>
    public static bool IsPattern(string text) =>
        text.Length is > 0 and <= 255 && !text.Any(char.IsControl) && GoPath.IsPattern(text);

    public bool Matches(string name) => _globs.Any(glob => glob.Matches(name));
}
