using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.Publishing;

/// <summary>Decides what a push does: a version never moves. Pure: what the registry has is handed in.</summary>
public static class PushPlanner
{
    /// <param name="candidates">Parents before children.</param>
    /// <param name="catalog">Tells where a person bumps a version.</param>
    /// <param name="exact">Whether only the very image that the store has counts as the same,
    /// because it was built on demand.</param>
    public static PushPlan Plan(IEnumerable<PushCandidate> candidates, ImageCatalog catalog, bool exact) =>
        new([.. candidates.Select(candidate => Decide(candidate, catalog[candidate.Name], exact))]);

    private static PlannedPush Decide(PushCandidate candidate, ImageDefinition image, bool exact)
    {
        if (candidate.Published is not { } published)
        {
            return new PlannedPush(candidate, PushAction.Push, null);
        }

        if (candidate.ImageHash == published.ImageHash)
        {
            return new PlannedPush(candidate, PushAction.Keep, null);
        }

        bool isSameContent = published.Labels.TryGetValue(ImageLabels.Digest, out string? label)
            && InputsDigest.TryParse(label, out var digest)
            && digest == candidate.Digest;
        var versionFile = new SourceLocation(image.Folder.Child(RegistryIdentity.VersionFile).Value, 1);
        if (!isSameContent || exact)
        {
            return new PlannedPush(candidate, PushAction.Refuse, new Diagnostic(
                PushCodes.VersionTaken,
                $"{candidate.Target} is published with other content, and a version never moves: "
                + $"{Difference(candidate, published, label)}",
                "Write a new version into VERSION and push again.",
                versionFile));
        }

        return new PlannedPush(candidate, PushAction.Keep, candidate.ImageHash is { } other
            ? new Diagnostic(
                PushCodes.OtherBuild,
                $"{candidate.Target} is another build of the same inputs than the store's: the image hash there is "
                + $"{published.ImageHash.ToOciString()}, here {other.ToOciString()}",
                "Nothing has to be done; to publish the build of this store, write a new version into VERSION.",
                versionFile,
                Severity.Warning)
            : null);
    }

    private static string Difference(PushCandidate candidate, PublishedImage published, string? label) => label switch
    {
        null => $"it was not built by Slipway, and its image hash is {published.ImageHash.ToOciString()}",
        _ when label != candidate.Digest.ToString() =>
            $"its context directory hash is {Display.Text(label)}, the tree's {candidate.Digest}",
        _ => $"its image hash is {published.ImageHash.ToOciString()}, the one built now "
            + (candidate.ImageHash?.ToOciString() ?? "is not known yet"),
    };
}
