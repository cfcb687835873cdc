using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Trust.Allowlists;

namespace Slipway.Review.Checks.Rules;

/// <summary>At protected levels: a reference leads to an image that nobody allowed.</summary>
internal sealed class AllowedReferenceRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        if (!facts.IsProtected)
        {
            yield break;
        }

        foreach (var image in facts.Images)
        {
            if (facts.RegistryImageOf(image) is { Pinned: { } pinned } registry
                && Refuse(facts, registry, pinned, new SourceLocation(registry.HashFile.Value, 1)) is { } problem)
            {
                yield return new Finding(problem, image.Name);
            }
        }

        foreach (var place in RegistryReferences.Of(facts))
        {
            // What HASH says is refused there, once, however many images are built on it.
            bool isPin = place.Reference.RepoDigest is { } digest && digest == place.Target.Hash;
            if (!isPin && Refuse(facts, place.Target, place.Reference, place.Location) is { } refused)
            {
                yield return new Finding(refused, place.Image);
            }
        }
    }

    private static Diagnostic? Refuse(
        CheckFacts facts, RegistryImage image, ImageReference reference, SourceLocation location)
    {
        var name = image.Definition.Name;
        bool isAsked = facts.Published.TryGetValue(reference, out var published);
        if (published is not null)
        {
            return facts.Allowlist.Allows(name, published.ImageHash)
                ? null
                : Refusal(
                    $"{reference} has the image hash {published.ImageHash.ToOciString()}, which is not in "
                    + $"{AllowlistDocument.File} for {name}");
        }

        // The lock stays closed when nobody can say what is behind it.
        return isAsked
                ? Refusal($"{reference} is not in the registry, so its image hash is not known and cannot be allowed")
            : reference.RepoDigest is { } digest && facts.Allowlist.FindPublished(name, digest) is not null ? null
            : Refusal(
                $"The image hash of {reference} is not known without the registry, and its repo digest is not in "
                + $"{AllowlistDocument.File} for {name}");

        Diagnostic Refusal(string message) => new(
            CheckCodes.NotAllowed,
            $"{message} (level {facts.Level} is protected)",
            $"Have it reviewed and added with `slipway push {name} --allow --why REASON`, "
            + "or refer to an image that is allowed.",
            location);
    }
}
