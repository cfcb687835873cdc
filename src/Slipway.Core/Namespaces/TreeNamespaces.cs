using System.Collections.Immutable;
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
    private readonly ImmutableArray<TemplatePattern> _patterns;

    public TreeNamespaces(SlipwayConfig config)
    {
        IndexTemplates[] kinds =
            config.Packages.IsEmpty ? [config.Templates] : [config.Templates, IndexTemplates.Packages];
        // What pull requests built before the tree changed what they share is the tree's all the same.
        var requests = new[] { config.PullRequests, PullRequestScope.Isolated, PullRequestScope.Shared };
        _patterns =
        [
            .. from scopes in requests.Distinct()
               from template in kinds.SelectMany(kind => new[] { kind.Hash, kind.Latest, kind.PushDate }).Distinct()
               select new TemplatePattern(template, config.Prefix, scopes),
        ];
    }

    /// <summary>What the image is called in the index, and the scope; null for a namespace of somebody else.</summary>
    public (string Name, IndexScope Scope)? Read(IndexNamespace ns)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Match(ns) is { } match)
            {
                return (match.Name, match.Scope);
            }
        }

        return null;
    }
}
