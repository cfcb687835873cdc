using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Says of each image that cannot be used why that is.</summary>
/// <param name="drafts">The images that could be read, sorted already.</param>
/// <param name="unread">What is meant to be an image and could not even be read.</param>
internal sealed class UnfitImages(ImmutableArray<ImageDraft> drafts, ImmutableArray<UnfitImage> unread)
{
    private readonly Dictionary<ImageName, ImageDraft> _byName = drafts.ToDictionary(draft => draft.Name);

    private readonly Dictionary<string, UnfitImage> _unread = unread
        .Reverse()
        .DistinctBy(image => image.Name)
        .ToDictionary(image => image.Name, StringComparer.Ordinal);

    /// <returns>By name.</returns>
    public ImmutableArray<UnfitImage> Find() =>
    [
        .. drafts
            .Where(draft => draft.IsBroken || draft.IsLeftOut)
            .Select(draft => new UnfitImage(draft.Name.Value, !draft.IsBroken, WhyOf(draft))
            {
                Folder = draft.Seed.Folder,
                Dockerfile = draft.Seed.DockerfilePath,
            })
            .Concat(_unread.Values.Where(image => !_byName.Keys.Any(name => name.Value == image.Name)))
            .OrderBy(image => image.Name, StringComparer.Ordinal),
    ];

    private ImmutableArray<Diagnostic> WhyOf(ImageDraft draft)
    {
        if (OwnOf(draft) is { IsEmpty: false } own)
        {
            return draft.IsBroken ? own : [.. CauseOf(draft), .. own];
        }

        // Upwards along what is broken, until something is wrong with an image itself.
        var passed = new HashSet<ImageName> { draft.Name };
        var through = new List<ImageName>();
        for (var next = draft; ;)
        {
            foreach (var missing in next.MissingParents)
            {
                if (_unread.TryGetValue(missing.Value, out var unread))
                {
                    return [.. unread.Diagnostics, BuiltOn(draft, missing, through)];
                }
            }

            var edge = next.Parents.FirstOrDefault(edge =>
                _byName[edge.Parent] is { IsBroken: true } or { IsLeftOut: true } && passed.Add(edge.Parent));
            if (edge is null)
            {
                return [InCircle(draft)];
            }

            next = _byName[edge.Parent];
            if (OwnOf(next) is { IsEmpty: false } cause)
            {
                return [.. cause, BuiltOn(draft, next.Name, through)];
            }

            through.Add(next.Name);
        }
    }

    /// <summary>Why the image is left out with which this one is.</summary>
    private ImmutableArray<Diagnostic> CauseOf(ImageDraft draft)
    {
        var next = draft;
        while (next.LeftOutFor?.Code == CatalogCodes.ParentLeftOut
            && next.Parents.FirstOrDefault(edge => _byName[edge.Parent].IsLeftOut) is { } edge)
        {
            next = _byName[edge.Parent];
        }

        return next == draft ? [] : OwnOf(next);
    }

    /// <summary>What is wrong with an image itself; warnings only explain what is left out.</summary>
    private static ImmutableArray<Diagnostic> OwnOf(ImageDraft draft) =>
        draft is { IsBroken: false, LeftOutFor: { } reason }
            ? [reason]
            : [.. draft.Problems.ToSorted().Where(problem => problem.Severity == Severity.Error)];

    /// <summary>That an image is built on one in which something was found.</summary>
    /// <param name="image">The image.</param>
    /// <param name="edge">The way to that one.</param>
    /// <param name="root">That one.</param>
    public static Diagnostic BuiltOn(ImageDefinition image, ImageEdge edge, ImageName root) => BuiltOn(
        image.Name,
        root,
        edge.Parent == root ? [] : [edge.Parent],
        edge.Uses.IsEmpty ? image.Location : edge.Uses[0].Location);

    private static Diagnostic BuiltOn(ImageDraft draft, ImageName root, List<ImageName> through)
    {
        var direct = through.Count == 0 ? root : through[0];
        var location = draft.Parents.FirstOrDefault(edge => edge.Parent == direct) is { } edge
            ? draft.LocationOf(edge)
            : draft.Location;
        return BuiltOn(draft.Name, root, through, location);
    }

    private static Diagnostic BuiltOn(
        ImageName image, ImageName root, List<ImageName> through, SourceLocation location)
    {
        string way = through.Count == 0 ? string.Empty : $", through {string.Join(" and ", through.Take(3))}";
        return new Diagnostic(
            CatalogCodes.ParentBroken,
            $"{image} is built on {root}{way}, which cannot be used",
            $"Put {root} right first.",
            location);
    }

    /// <summary>Of a tree with more circles than are listed.</summary>
    private static Diagnostic InCircle(ImageDraft draft) => new(
        CatalogCodes.Cycle,
        $"{draft.Name} is one of many images that need each other in circles",
        "Take needs out; name images from elsewhere with their whole references.",
        draft.Location);
}
