using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>What goes into a registry image changed since a revision, and its version is still the same.</summary>
internal sealed class VersionNotBumpedRule : ICheckRule
{
    private const int MostNames = 3;

    public IEnumerable<Finding> Check(CheckFacts facts) =>
        facts.Base is not { } revision ? [] :
        from image in facts.Images
        let registry = facts.RegistryImageOf(image)
        where registry is not null
            && revision.Images.TryGetValue(image.Name, out var then)
            && facts.Inputs.TryGetValue(image.Name, out var now)
            && then.Version == registry.Identity.Version

            // HASH is written after the push, and says nothing about what went into the image.
            && then.Inputs.PublicationDigest != now.PublicationDigest

            // A version that nobody has yet may still change, and one that was pushed from here is as it should be.
            && facts.PublishedOf(registry).Content is not (PublishedContent.Nothing or PublishedContent.Same)
        select new Finding(
            new Diagnostic(
                CheckCodes.VersionNotBumped,
                $"{image.Name} is not what it was at {revision.Name} "
                + $"({Changes(revision.Images[image.Name].Inputs, facts.Inputs[image.Name])}), "
                + $"and VERSION is still {registry.Identity.Version}",
                $"Write a new version into VERSION and run `slipway push {image.Name}`, or take the change back.",
                new SourceLocation(registry.VersionFile.Value, 1)),
            image.Name);

    private static string Changes(ImageInputs before, ImageInputs after)
    {
        var then = Contents(before);
        var now = Contents(after);
        string[] changed =
        [
            .. then
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(path =>
                    path != RegistryIdentity.HashFile && then.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Order(Utf8Order.Instance),
        ];
        return changed.Length == 0
            ? "a parent or an argument changed"
            : $"changed: {NameList.Of(changed, MostNames)}";
    }

    private static Dictionary<string, (UnixFileMode Mode, Sha256Digest? Hash, string? Target)> Contents(
        ImageInputs inputs) =>
        inputs
            .Context.Files.Select((ContextFile file, int i) => (file, hash: inputs.FileHashes[i]))
            .ToDictionary(
                pair => pair.file.Path,
                pair => (pair.file.Mode, pair.hash, pair.file.LinkTarget),
                StringComparer.Ordinal);
}
