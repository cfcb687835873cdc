using System.Collections.Immutable;
using Slipway.Core.Catalog.Configuration;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Values;

namespace Slipway.Core.Catalog.Reading;

/// <summary>Finds which images of the tree the others name.</summary>
internal sealed class EdgeFinder
{
    private readonly SlipwayConfig _config;
    private readonly ImmutableArray<ImageDraft> _drafts;
    private readonly DiagnosticBag _problems;
    private readonly HashSet<ImageName> _names;
    private readonly HashSet<ImageName> _read;
    private readonly TreeReferences _references;
    private readonly Dictionary<ImageName, ImageDraft> _byName;

    /// <param name="config">Says which scheme counts.</param>
    /// <param name="drafts">The images.</param>
    /// <param name="names">The names of the tree's images, also of those that could not be read.</param>
    /// <param name="problems">Gets parents that do not exist.</param>
    public EdgeFinder(
        SlipwayConfig config, ImmutableArray<ImageDraft> drafts, HashSet<ImageName> names, DiagnosticBag problems)
    {
        _config = config;
        _drafts = drafts;
        _problems = problems;
        _names = names;
        _read = [.. drafts.Select(draft => draft.Name)];
        _byName = drafts.ToDictionary(draft => draft.Name);
        _references = new TreeReferences(names, drafts.Select(draft => (draft.Name, draft.Registry)));
    }

    /// <summary>Fills in <see cref="ImageDraft.Parents"/>.</summary>
    public void Find()
    {
        foreach (var draft in _drafts)
        {
            draft.Parents = EdgesOf(draft);
        }

        var uncached = _drafts.Where(draft => !draft.IsCached).Select(draft => draft.Name).ToHashSet();
        foreach (var draft in _drafts.Where(draft => draft.IsCached))
        {
            foreach (var edge in draft.Parents.Where(edge => uncached.Contains(edge.Parent)))
            {
                ReportUncached(draft, edge);
            }
        }
    }

    /// <summary>What is built anew by every push has no digest that another one could stand for.</summary>
    private void ReportUncached(ImageDraft draft, ImageEdge edge)
    {
        draft.IsBroken = true;
        _problems.Add(new Diagnostic(
            CatalogCodes.ParentUncached,
            $"{draft.Name} is found by its digest, but {edge.Parent}, on which it is built, is built by every push",
            $"Set 'cache: false' for {draft.Name} too, or remove it from {edge.Parent}.",
            draft.LocationOf(edge)));
    }

    private ImmutableArray<ImageEdge> EdgesOf(ImageDraft draft)
    {
        var uses = new SortedDictionary<ImageName, List<ImageReferenceUse>>();
        if (ParentOf(draft) is { } parent)
        {
            uses.Add(parent, []);
        }

        // What the triggers of a parent bring, which its own build does not use.
        foreach (var target in TriggeredBy(draft))
        {
            uses.TryAdd(target, []);
        }

        foreach (var use in draft.Dockerfile?.References ?? [])
        {
            if (_references.Target(use.Resolved) is not { } target)
            {
                continue;
            }

            // taskgraph knows no parent but 'parent:'; another one in the digest would make it a different digest.
            if (uses.TryGetValue(target, out var before))
            {
                before.Add(use);
            }
            else if (_config.Scheme != DigestScheme.Taskgraph)
            {
                uses.Add(target, [use]);
            }
        }

        // One that was left out is reported already; what is built on it goes with it.
        draft.IsBroken |= !uses.Keys.All(_read.Contains);
        return [.. uses.Where(pair => _read.Contains(pair.Key)).Select(pair => new ImageEdge(pair.Key, [.. pair.Value]))];
    }

    /// <summary>The images of the tree that <c>ONBUILD</c> instructions of the images that it is built on name.</summary>
    private IEnumerable<ImageName> TriggeredBy(ImageDraft draft)
    {
        if (_config.Scheme == DigestScheme.Taskgraph)
        {
            return [];
        }

        return
        [
            .. from use in draft.Dockerfile?.References ?? []
               where use.Kind == ReferenceKind.From
               let parent = _references.Target(use.Resolved)
               where parent is not null
               from trigger in _byName.GetValueOrDefault(parent.Value)?.Dockerfile?.Triggers ?? []
               from named in trigger.Names
               let target = _references.Target(named.Reference)
               where target is not null
               select target.Value,
        ];
    }

    private ImageName? ParentOf(ImageDraft draft)
    {
        if (draft.Entry?.Parent is not { } parent)
        {
            return null;
        }

        if (_names.Contains(parent.Value))
        {
            return parent.Value;
        }

        draft.IsBroken = true;
        string? nearest = Suggestion.For(
            parent.Value.Value,
            _names.Where(name => name != draft.Name).Select(name => name.Value).Order(StringComparer.Ordinal));
        _problems.Add(new Diagnostic(
            CatalogCodes.ParentUnknown,
            $"The parent '{parent.Value}' of {draft.Name} is not an image of this tree",
            nearest is null
                ? "Name an image of the tree; an image from elsewhere belongs into the FROM of the Dockerfile."
                : $"Did you mean '{nearest}'?",
            parent.Location));
        return null;
    }
}
