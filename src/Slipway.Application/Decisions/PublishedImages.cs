using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Application.Published;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;

namespace Slipway.Application.Decisions;

/// <summary>Asks before images of registries are named to others, who will use them.</summary>
internal static class PublishedImages
{
    /// <param name="parts">What is opened.</param>
    /// <param name="files">Files with their references.</param>
    /// <param name="tree">What the tree builds the images from that are looked up by that.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    /// <exception cref="SlipwayException">One is refused.</exception>
    public static Task AdmitAsync(
        WorkspaceParts parts,
        IEnumerable<ResolvedFile> files,
        ImmutableDictionary<ImageName, ExpectedBuild> tree,
        CancellationToken cancellationToken) => AdmitAsync(
            parts,
            files
                .SelectMany(file => file.References)
                .Where(reference => !reference.IsTask)
                .Select(reference => (reference.Image, reference.Reference)),
            tree,
            cancellationToken);

    /// <param name="parts">What is opened.</param>
    /// <param name="images">Names of images of the tree, and how they are referred to.</param>
    /// <param name="tree">What the tree builds the images from that are looked up by that.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    /// <exception cref="SlipwayException">One is refused.</exception>
    public static async Task AdmitAsync(
        WorkspaceParts parts,
        IEnumerable<(string Image, string Reference)> images,
        ImmutableDictionary<ImageName, ExpectedBuild> tree,
        CancellationToken cancellationToken)
    {
        if (await parts.Guards.Statements.EnforcementAsync(cancellationToken) is Enforcement.Off)
        {
            return;
        }

        var used = new List<UsedImage>();
        var refusals = new List<StatementRefusal>();
        foreach (var (image, text) in images.Distinct())
        {
            if (!ImageName.TryParse(image, out var name)
                || parts.Catalog.Find(name) is not { } definition
                || !ImageReference.TryParse(text, out var reference))
            {
                continue;
            }

            try
            {
                // Of what is published the tree says itself which version it means; it may be older than the sources.
                var expected = definition.Registry is null ? tree : StatementTarget.NoTree;
                var found = await FindAsync(parts, name, reference, cancellationToken) with { Tree = expected };
                if (PublishedVersion.FindMoved(
                    PublishedVersion.PinOf(definition, reference),
                    reference,
                    new RepoDigest(found.Published!.Value.Manifest)) is { } moved)
                {
                    refusals.Add(StatementRefusal.Another(found, moved));
                    continue;
                }

                used.Add(found);
            }
            catch (SlipwayException failure)
            {
                refusals.Add(StatementRefusal.Unreachable(
                    new UsedImage(new BuiltImage(BuildId.New(), ImageHash.Of([]))) { Name = name },
                    failure.Diagnostics[0]));
            }
        }

        await parts.Guards.Statements.AdmitAsync(used, refusals, cancellationToken);
    }

    private static async Task<UsedImage> FindAsync(
        WorkspaceParts parts, ImageName name, ImageReference reference, CancellationToken cancellationToken)
    {
        var manifest = await parts.Registry.FindManifestAsync(reference, cancellationToken)
            ?? throw new SlipwayException(new Diagnostic(
                RegistryCodes.NotFound,
                $"{reference} is not in its registry",
                "Publish it: 'slipway push'."));
        return new UsedImage(new BuiltImage(BuildId.New(), HashOf(manifest)))
        {
            Name = name,
            Published = (reference.Repository, manifest.Descriptor.Digest),
        };
    }

    // What is no image of its own, such as an index of several, is called what its manifest is: nobody signs such.
    private static ImageHash HashOf(RegistryManifest manifest)
    {
        if (!OciMediaTypes.IsIndex(manifest.Descriptor.MediaType))
        {
            using var document = JsonDocument.Parse(manifest.Content);
            if (document.RootElement.TryGetProperty("config", out var config)
                && config.TryGetProperty("digest", out var digest)
                && Sha256Digest.TryParseOci(digest.GetString() ?? string.Empty, out var hash))
            {
                return ImageHash.From(hash);
            }
        }

        return ImageHash.From(manifest.Descriptor.Digest);
    }
}
