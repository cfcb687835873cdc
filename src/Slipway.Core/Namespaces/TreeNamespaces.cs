using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Namespaces;

/// <summary>Tells which namespaces of an index are a tree's own, and what they are about.</summary>
/// <remarks>
/// An index may hold what several trees built. A tree's own are those that its templates give for some image, which
/// need not be in the tree any more.
/// </remarks>
public sealed class TreeNamespaces
{
    private const string ScopePattern = @"(?<scope>level-[0-9]+|pr(?:\.[^.]+)?)";

    private const string NamePattern = "(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)";

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<Regex> _patterns;

    public TreeNamespaces(SlipwayConfig config)
    {
        IndexTemplates[] kinds =
            config.Packages.IsEmpty ? [config.Templates] : [config.Templates, IndexTemplates.Packages];
        _patterns =
        [
            .. kinds
                .SelectMany(kind => new[] { kind.Hash, kind.Latest, kind.PushDate })
                .Distinct(StringComparer.Ordinal)
                .Select(template => new Regex(
                    PatternOf(template, config.Prefix),
                    RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                    PatternTime)),
        ];
    }

    /// <summary>What the image is called in the index, and the scope; null for a namespace of somebody else.</summary>
    public (string Name, IndexScope Scope)? Read(IndexNamespace ns)
    {
        foreach (var pattern in _patterns)
        {
            var match = pattern.Match(ns.Value);
            if (match.Success)
            {
                return (match.Groups["name"].Value, IndexScope.Parse(match.Groups["scope"].Value));
            }
        }

        return null;
    }

    private static string PatternOf(string template, string prefix) =>
        @"\A"
        + PushDatePlaces.WithPatterns(Regex.Escape(template.Replace("{prefix}", prefix, StringComparison.Ordinal)))
            .Replace(Regex.Escape("{scope}"), ScopePattern, StringComparison.Ordinal)
            .Replace(Regex.Escape("{name}"), NamePattern, StringComparison.Ordinal)
            .Replace(Regex.Escape("{level}"), "[0-9]+", StringComparison.Ordinal)
        + @"\z";
}
