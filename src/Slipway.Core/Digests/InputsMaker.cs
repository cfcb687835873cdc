using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    /// <param name="numbers">The numbers of the context's files, in its order.</param>
    /// <param name="parents">The inputs of its parents.</param>
    /// <param name="contextHash">SHA-256 of the context's tar; null in a scheme that asks for none.</param>
    public ImageInputs Make(
        ImageDefinition image,
        BuildContext context,
        int[] numbers,
        ImmutableArray<ImageInputs> parents,
        Sha256Digest? contextHash)
    {
        var rendered = new byte[numbers.Length][];
        var hashes = new Sha256Digest?[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            rendered[i] = files.Rendered[numbers[i]];
            hashes[i] = files.Hashes[numbers[i]];
        }

        var byDigest = Refer(parents, static parent => parent.Digest);
        byte[] manifest = Manifest(image, rendered, byDigest);
        var manifestDigest = InputsDigest.Of(manifest);
        ImmutableArray<string> lines = contextHash is { } hash && config.Dialect.DigestLines is { } linesOf
            ? linesOf(new DigestMaterial(
                hash,
                ImmutableCollectionsMarshal.AsImmutableArray(hashes),
                image,
                config,
                [.. image.Parents.Zip(parents, (edge, parent) => (edge, parent.Digest))]))
            : [];
        var digest = lines.IsEmpty
            ? manifestDigest
            : InputsDigest.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var publicationDigest = contextHash is null
            ? manifestDigest
            : InputsDigest.Of(Manifest(
                image,
                image.Kind == ImageKind.Registry ? WithoutHash(rendered, context) : rendered,
                Refer(parents, static parent => parent.PublicationDigest)));
        return new ImageInputs(
            context,
            manifest,
            ImmutableCollectionsMarshal.AsImmutableArray(hashes),
            digest,
            publicationDigest,
            contextHash)
        {
            Lines = lines,
        };
    }

    private byte[] Manifest(ImageDefinition image, byte[][] files, ImmutableArray<ManifestParent> parents) =>
        InputsManifest.Write(
            image.Args, config.CacheBuster, image.DockerfileName.Value, files, parents, config.PlatformOf(image));

    private static ImmutableArray<ManifestParent> Refer(
        ImmutableArray<ImageInputs> parents, Func<ImageInputs, InputsDigest> digestOf) =>
        [.. parents.Select(parent => new ManifestParent(parent.Context.Image.Value, digestOf(parent)))];

    private static byte[][] WithoutHash(byte[][] rendered, BuildContext context) =>
        [.. rendered.Where((_, i) => context.Files[i].Path != RegistryIdentity.HashFile)];
}
