using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerignore;

namespace Slipway.Core.Configuration;

/// <summary>Names without registry that mean images from elsewhere, as <c>external:</c> lists them.</summary>
/// <param name="patterns">Each a name or a pattern of names, with a tag or for every tag.</param>
public sealed partial class ExternalNames(IEnumerable<string> patterns)
{
    public static readonly ExternalNames None = new([]);

    private readonly ImmutableArray<Glob> _globs = [.. patterns.Select(pattern => new Glob(pattern))];

    /// <summary>Whether <c>external:</c> may list a text.</summary>
    public static bool IsPattern(string text) => Pattern().IsMatch(text) && GoPath.IsPattern(text);

    /// <summary>Whether a reference, <c>name</c> or <c>name:tag</c>, is listed.</summary>
    public bool Contains(string reference)
    {
        string name = reference.Split(':')[0];
        return _globs.Any(glob => glob.Matches(name) || glob.Matches(reference));
    }

    // What names and tags are made of, and wildcards.
    [GeneratedRegex(
        @"\A[a-z0-9._*?\[\]^-]+(:[A-Za-z0-9._*?\[\]^-]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
