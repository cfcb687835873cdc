using Slipway.Application.Requests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Compares two sides.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="sides">Reads what is compared.</param>
/// <param name="withPatches">Whether a person wants to see changed files line by line.</param>
internal sealed class SideComparer(WorkspaceParts parts, SideReader sides, bool withPatches)
{
    /// <summary>Compares what two texts name: builds, revisions, dates.</summary>
    /// <param name="before">The earlier side.</param>
    /// <param name="after">The later side.</param>
    /// <param name="images">The images of whole trees that matter; null for all.</param>
    public Task<Comparison> CompareAsync(
        Side before, Side after, IReadOnlyCollection<ImageName>? images, CancellationToken cancellationToken) =>
        (before, after) switch
        {
            (Side.Tree then, Side.Tree now) => CompareTreesAsync(then, now, images, cancellationToken),
            _ => CompareOneAsync(before, after, images, cancellationToken),
        };

    /// <summary>Compares two images of the tree as it stands.</summary>
    public async Task<Comparison> CompareImagesAsync(
        ImageDefinition before, ImageDefinition after, CancellationToken cancellationToken)
    {
        var tree = await sides.WorkingTreeAsync([before, after], cancellationToken);
        var contents = new ContentFinder(parts.Tree, new SiblingContents(parts.Tree, before.Folder, after.Folder));
        var comparer = new InputsComparer(
            sides.Manifests, tree.Locate, new DockerfileExplainer(parts.Catalog.Config, contents));
        var explanation = await comparer.ExplainAsync(
            after.Name, tree.DigestOf(before.Name), tree.DigestOf(after.Name), cancellationToken);
        return new Comparison(before.Name.Value, after.Name.Value, [after.Name], explanation)
        {
            Patches = await PatchesAsync(explanation, contents, cancellationToken),
        };
    }

    private async Task<Comparison> CompareTreesAsync(
        Side.Tree before, Side.Tree after, IReadOnlyCollection<ImageName>? images, CancellationToken cancellationToken)
    {
        var pairs = after.Catalog.ParentsFirst.Concat(before.Catalog.ParentsFirst)
            .Select(image => image.Name)
            .Distinct()
            .Where(image => images?.Contains(image) != false)
            .Select(image => (Image: image, Before: before.DigestOf(image), After: after.DigestOf(image)))
            .Where(pair => (pair.Before is not null || !before.IsSilentOn(pair.Image))
                && (pair.After is not null || !after.IsSilentOn(pair.Image)))
            .Where(pair => pair.Before is not null || pair.After is not null)
            .ToList();
        var contents = sides.Contents(before.Revision, after.Revision);
        var explanation = await new InputsComparer(
                sides.Manifests,
                image => after.Locate(image) ?? before.Locate(image),
                new DockerfileExplainer(after.Catalog.Config, contents))
            .ExplainAsync(pairs, cancellationToken);
        return new Comparison(before.Label, after.Label, [.. pairs.Select(pair => pair.Image)], explanation)
        {
            IsOfTrees = true,
            Patches = await PatchesAsync(explanation, contents, cancellationToken),
        };
    }

    private async Task<Comparison> CompareOneAsync(
        Side before, Side after, IReadOnlyCollection<ImageName>? images, CancellationToken cancellationToken)
    {
        var image = ImageOf(before, after, images);
        var trees = new[] { after, before }.OfType<Side.Tree>().ToList();
        if (trees.Count == 0)
        {
            var working = parts.Reading.Catalog;
            trees.Add(new Side.Tree(string.Empty, working, new Dictionary<ImageName, ImageInputs>(), true));
        }

        var contents = sides.Contents(RevisionOf(before), RevisionOf(after));
        var explanation = await new InputsComparer(
                sides.Manifests,
                name => trees.Select(tree => tree.Locate(name)).FirstOrDefault(finder => finder is not null),
                new DockerfileExplainer(trees[0].Catalog.Config, contents))
            .ExplainAsync(image, DigestOf(before, image), DigestOf(after, image), cancellationToken);
        var comparison = explanation[image];
        if (comparison.Kind is ComparisonKind.BeforeUnknown or ComparisonKind.AfterUnknown)
        {
            var side = comparison.Kind == ComparisonKind.BeforeUnknown ? before : after;
            throw new SlipwayException(new Diagnostic(
                ExplainCodes.ManifestGone,
                $"The inputs of {side.Label} are not in the store any more",
                $"`slipway history {image}` lists the builds that this store has."));
        }

        return new Comparison(before.Label, after.Label, [image], explanation)
        {
            Patches = await PatchesAsync(explanation, contents, cancellationToken),
        };
    }

    private async Task<IReadOnlyDictionary<Cause, Patch>> PatchesAsync(
        Explanation explanation, ContentFinder contents, CancellationToken cancellationToken) =>
        withPatches
            ? await new PatchMaker(contents).MakeAllAsync(explanation, cancellationToken)
            : new Dictionary<Cause, Patch>();

    private static ImageName ImageOf(Side before, Side after, IReadOnlyCollection<ImageName>? images)
    {
        var named = new[] { after, before }
            .OfType<Side.Recorded>()
            .Select(side => side.Image)
            .OfType<ImageName>()
            .ToList();
        return (images?.ToList(), named) switch
        {
            ([var one], _) => one,
            ({ Count: > 1 }, _) => throw Conflict("A build is compared as one image"),
            (_, [var one, ..]) => one,
            _ => throw Conflict("Of which image these are the inputs is not known"),
        };
    }

    private static SlipwayException Conflict(string message) => new(new Diagnostic(
        RequestCodes.Conflict, message, "Name the one image after the two sides: `slipway diff A B IMAGE`."));

    private static InputsDigest? DigestOf(Side side, ImageName image) => side switch
    {
        Side.Recorded build => build.Build.Digest,
        Side.Tree tree => tree.DigestOf(image),
        _ => throw new ArgumentOutOfRangeException(nameof(side)),
    };

    private static string? RevisionOf(Side side) => side switch
    {
        Side.Recorded build => build.Build.Record?.Revision,
        Side.Tree tree => tree.Revision,
        _ => throw new ArgumentOutOfRangeException(nameof(side)),
    };
}
