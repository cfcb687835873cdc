using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>
/// Makes the inputs of an image, with its digests, out of files that are hashed and parents that are done.
/// </summary>
/// <param name="config">What <c>slipway.yml</c> says.</param>
/// <param name="files">The files of all contexts, hashed and rendered.</param>
internal sealed class InputsMaker(SlipwayConfig config, FileTable files)
{
    /// <param name="context">Its build context.</param>
    /// <param name="parents">The inputs of its parents.</param>
    /// <param name="contextHash">SHA-256 of the context's tar; null in a scheme that asks for none.</param>
    public ImageInputs Make(
        ImageDefinition image,
        BuildContext context,
        ImmutableArray<ImageInputs> parents,
        Sha256Digest? contextHash)
    {
        var entries = new ContextEntries(files, context.Files);
        var frame = Frame(image, Refer(parents, static parent => parent.Digest));
        var manifest = Hash(frame, entries.Rendered());
        var manifestDigest = new InputsDigest(manifest);
        ImmutableArray<string> lines = contextHash is { } hash && config.Dialect.DigestLines is { } linesOf
            ? linesOf(new DigestMaterial(
                hash,
                entries,
                image,
                config,
                [.. image.Parents.Zip(parents, (edge, parent) => (edge, parent.Digest))]))
            : [];
        var digest = lines.IsEmpty
            ? manifestDigest
            : InputsDigest.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var publicationDigest = contextHash is null
            ? manifestDigest
            : new InputsDigest(Hash(
                Frame(image, Refer(parents, static parent => parent.PublicationDigest)),
                entries.Rendered(image.Kind == ImageKind.Registry ? RegistryIdentity.HashFile : null)));
        return new ImageInputs(frame, entries)
        {
            Context = context,
            Manifest = manifest,
            Digest = digest,
            PublicationDigest = publicationDigest,
            ContextHash = contextHash,
            Lines = lines,
        };
    }

    private ManifestFrame Frame(ImageDefinition image, ImmutableArray<ManifestParent> parents) =>
        new(image.Args, config.CacheBuster, image.DockerfileName.Value, parents, config.PlatformOf(image));

    private static Sha256Digest Hash(ManifestFrame frame, IEnumerable<byte[]> files)
    {
        using var output = new HashingBuffer();
        InputsManifest.Write(output, frame, files);
        return output.Finish();
    }

    private static ImmutableArray<ManifestParent> Refer(
        ImmutableArray<ImageInputs> parents, Func<ImageInputs, InputsDigest> digestOf) =>
        [.. parents.Select(parent => new ManifestParent(parent.Context.Image.Value, digestOf(parent)))];
}
