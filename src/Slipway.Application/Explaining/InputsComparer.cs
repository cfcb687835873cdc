using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Compares digests of images, and those of the parents that differ, up to what caused it.</summary>
/// <param name="manifests">The inputs of digests.</param>
/// <param name="locate">Says where a file of an image's context comes from;
/// null when the tree does not have the image.</param>
/// <param name="dockerfiles">Finds out how Dockerfiles changed; null where nobody asks.</param>
public sealed class InputsComparer(
    ManifestSource manifests, Func<ImageName, FileOriginFinder?> locate, DockerfileExplainer? dockerfiles = null)
{
    // The same pair is asked for by every child.
    private readonly Dictionary<(ImageName, InputsDigest?, InputsDigest?), ImageComparison> _known = [];

    /// <summary>Compares an image and, where its manifests say that they differ, its parents.</summary>
    public Task<Explanation> ExplainAsync(
        ImageName image, InputsDigest? before, InputsDigest? after, CancellationToken cancellationToken) =>
        ExplainAsync([(image, before, after)], cancellationToken);

    /// <summary>Compares images, and what they are built on.</summary>
    /// <param name="images">Each with its two digests; null for an image that is not there.</param>
    public async Task<Explanation> ExplainAsync(
        IEnumerable<(ImageName Image, InputsDigest? Before, InputsDigest? After)> images,
        CancellationToken cancellationToken)
    {
        var walk = new Dictionary<ImageName, ImageComparison>();
        var parentsFirst = new List<ImageComparison>();
        foreach (var (image, before, after) in images)
        {
            await VisitAsync(image, before, after, walk, parentsFirst, cancellationToken);
        }

        return new Explanation(parentsFirst);
    }

    private async Task VisitAsync(
        ImageName image,
        InputsDigest? before,
        InputsDigest? after,
        Dictionary<ImageName, ImageComparison> walk,
        List<ImageComparison> parentsFirst,
        CancellationToken cancellationToken)
    {
        if (walk.ContainsKey(image))
        {
            return;
        }

        var comparison = await CompareAsync(image, before, after, cancellationToken);
        walk.Add(image, comparison);
        foreach (var parent in comparison.AllChanges.OfType<InputChange.Parent>())
        {
            if (parent is { Before: { } then, After: { } now } && ImageName.TryParse(parent.Name, out var name))
            {
                await VisitAsync(name, then, now, walk, parentsFirst, cancellationToken);
            }
        }

        parentsFirst.Add(comparison);
    }

    private async Task<ImageComparison> CompareAsync(
        ImageName image, InputsDigest? before, InputsDigest? after, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue((image, before, after), out var comparison))
        {
            comparison = (before, after) switch
            {
                (null, _) => new ImageComparison(image, before, after, ComparisonKind.Added),
                (_, null) => new ImageComparison(image, before, after, ComparisonKind.Removed),
                ({ } then, { } now) when then == now => new ImageComparison(image, before, after, ComparisonKind.Same),
                ({ } then, { } now) => await CompareInputsAsync(image, then, now, cancellationToken),
            };
            _known.Add((image, before, after), comparison);
        }

        return comparison;
    }

    private async Task<ImageComparison> CompareInputsAsync(
        ImageName image, InputsDigest before, InputsDigest after, CancellationToken cancellationToken)
    {
        var result = new ImageComparison(image, before, after, ComparisonKind.Compared);
        if (await manifests.FindAsync(before, cancellationToken) is not { } then)
        {
            return result with { Kind = ComparisonKind.BeforeUnknown };
        }

        if (await manifests.FindAsync(after, cancellationToken) is not { } now)
        {
            return result with { Kind = ComparisonKind.AfterUnknown };
        }

        var changes = ManifestDiff.Between(then, now);
        if (changes.IsEmpty)
        {
            return result with { Kind = ComparisonKind.BuilderChanged };
        }

        var origins = locate(image);
        var own = ImmutableArray.CreateBuilder<LocatedChange>();
        foreach (
            var change in changes.Where(change =>
                change is not InputChange.Parent { Before: not null, After: not null }))
        {
            var located = new LocatedChange(
                change, change is InputChange.OfFile file ? origins?.Find(file.Path) : null);
            own.Add(
                dockerfiles is null ? located : await dockerfiles.ExplainAsync(located, then, now, cancellationToken));
        }

        return result with
        {
            Changes = own.DrainToImmutable(),
            ChangedParents =
            [
                .. changes.OfType<InputChange.Parent>()
                    .Where(parent => parent is { Before: not null, After: not null })
                    .Select(parent => ImageName.Parse(parent.Name)),
            ],
            AllChanges = changes,
        };
    }
}
