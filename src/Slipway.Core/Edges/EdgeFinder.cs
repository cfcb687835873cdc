using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>Finds which images of the tree the others name.</summary>
internal sealed class EdgeFinder
{
    private readonly bool _referencesMakeParents;
    private readonly ImmutableArray<EdgeSource> _sources;
    private readonly HashSet<ImageName> _names;
    private readonly ReferenceTargets _references;
    private readonly Dictionary<ImageName, EdgeSource> _byName;

    /// <param name="sources">The images that were read.</param>
    /// <param name="names">The names of the tree's images, also of those that were not read.</param>
    /// <param name="references">Says which references mean images of the tree.</param>
    /// <param name="referencesMakeParents">Whether what a Dockerfile names is a parent,
    /// or only what <c>parent:</c> does.</param>
    public EdgeFinder(
        ImmutableArray<EdgeSource> sources,
        HashSet<ImageName> names,
        ReferenceTargets references,
        bool referencesMakeParents)
    {
        _referencesMakeParents = referencesMakeParents;
        _sources = sources;
        _names = names;
        _byName = sources.ToDictionary(source => source.Name);
        _references = references;
    }

    /// <returns>The parents of each image, in the order of the images.</returns>
    public ImmutableArray<FoundEdges> Find()
    {
        var found = _sources.Select(EdgesOf).ToArray();
        var uncached = _sources.Where(source => !source.IsCached).Select(source => source.Name).ToHashSet();
        for (int i = 0; i < found.Length; i++)
        {
            if (!_sources[i].IsCached)
            {
                continue;
            }

            foreach (var edge in found[i].Parents.Where(edge => uncached.Contains(edge.Parent)))
            {
                found[i] = found[i] with { Problems = [.. found[i].Problems, Uncached(_sources[i], edge)] };
            }
        }

        return [.. found];
    }

    /// <summary>What is built anew by every push has no digest that another one could stand for.</summary>
    private Diagnostic Uncached(EdgeSource child, ImageEdge edge) => new(
        EdgeCodes.ParentUncached,
        $"{child.Name} is found by its digest, but {edge.Parent}, "
        + $"{(edge.IsBase ? "on which it is built" : "which builds it")}, is built by every push",
        $"Set 'cache: false' for {child.Name} too, or remove it from {edge.Parent}.",
        // Where only 'parent:' makes a parent, that is what can be changed.
        child.LocationOf(_referencesMakeParents ? edge : edge with { Uses = [] }));

    private FoundEdges EdgesOf(EdgeSource source)
    {
        var uses = new SortedDictionary<ImageName, List<ImageReferenceUse>>();
        var roles = new Dictionary<ImageName, EdgeRoles>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        if (source.Parent is { } given && !_names.Contains(given.Value))
        {
            problems.Add(Unknown(source, given));
        }
        else if (source.Parent is { } parent)
        {
            uses.Add(parent.Value, []);
            roles.Add(parent.Value, EdgeRoles.Base);
        }

        foreach (var need in source.Needs)
        {
            if (_names.Contains(need.Name))
            {
                uses.TryAdd(need.Name, []);
                roles[need.Name] = roles.GetValueOrDefault(need.Name) | need.Role;
            }
            else
            {
                problems.Add(Missing(source, need));
            }
        }

        // What the triggers of a parent bring, which its own build does not use.
        foreach (var target in TriggeredBy(source))
        {
            uses.TryAdd(target, []);
        }

        foreach (var use in source.References)
        {
            if (_references.Target(use.Resolved) is not { } target)
            {
                continue;
            }

            if (uses.TryGetValue(target, out var before)
                && (_referencesMakeParents || roles.GetValueOrDefault(target, EdgeRoles.Base).HasFlag(EdgeRoles.Base)))
            {
                before.Add(use);
            }
            else if (_referencesMakeParents)
            {
                uses.Add(target, [use]);
            }
        }

        // One that could not be read is reported already; what is built on it goes with it.
        return new FoundEdges(
            [
                .. uses.Where(pair => _byName.ContainsKey(pair.Key))
                    .Select(pair => new ImageEdge(pair.Key, [.. pair.Value])
                    {
                        Roles = roles.GetValueOrDefault(pair.Key, EdgeRoles.Base),
                    }),
            ],
            [.. uses.Keys.Where(name => !_byName.ContainsKey(name))],
            problems.ToImmutable());
    }

    /// <summary>
    /// The images of the tree that <c>ONBUILD</c> instructions of the images that it is built on name.
    /// </summary>
    private IEnumerable<ImageName> TriggeredBy(EdgeSource source)
    {
        if (!_referencesMakeParents)
        {
            return [];
        }

        return
        [
            .. from use in source.References
               where use.Kind == ReferenceKind.From
               let parent = _references.Target(use.Resolved)
               where parent is not null
               from trigger in _byName.GetValueOrDefault(parent.Value)?.Triggers ?? []
               from named in trigger.Names
               let target = _references.Target(named.Reference)
               where target is not null
               select target.Value,
        ];
    }

    private Diagnostic Missing(EdgeSource source, ImageNeed need)
    {
        bool isBuilder = need.Role == EdgeRoles.Builder;
        string? nearest = Suggestion.For(need.Name.Value, _names.Select(name => name.Value));
        string hint = nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
        return new Diagnostic(
            isBuilder ? EdgeCodes.BuilderMissing : EdgeCodes.PackageMissing,
            isBuilder
                ? $"{source.Name} is built in the image {need.Name}, which the tree does not have"
                : $"{source.Name} needs {need.Name}, which the tree does not have",
            isBuilder
                ? $"Add the image {need.Name}, or take out what asks for it."
                : $"Add the package to its kind, or take it out here.{hint}",
            need.Location);
    }

    private Diagnostic Unknown(EdgeSource source, Located<ImageName> parent)
    {
        string? nearest = Suggestion.For(
            parent.Value.Value,
            _names.Where(other => other != source.Name).Select(other => other.Value).Order(StringComparer.Ordinal));
        return new Diagnostic(
            EdgeCodes.ParentUnknown,
            $"The parent '{parent.Value}' of {source.Name} is not an image of this tree",
            nearest is null
                ? "Name an image of the tree; an image from elsewhere belongs into the FROM of the Dockerfile."
                : $"Did you mean '{nearest}'?",
            parent.Location);
    }
}
