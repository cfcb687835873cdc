using System.Collections.Immutable;
using System.Text;
using Slipway.Engines.Api;
using Slipway.Engines.Settings;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Direct;

/// <summary>
/// Reads an image out of the folder of a Docker engine of this machine, for those who may read it: as a rule root.
/// </summary>
/// <remarks>
/// <c>docker save</c> copies the whole image before it sends its first byte, whatever is wanted of it. The folder has
/// what it is made of: <c>image/&lt;driver&gt;/imagedb</c> the configs, <c>layerdb</c> of each layer where its files
/// are and how its tar is put together of them (moby, <c>layer/filestore.go</c>, <c>image/fs.go</c>).
/// </remarks>
internal static class DockerLayers
{
    // The driver whose layers are folders of plain files.
    private const string Driver = "overlay2";

    /// <returns>Null when it cannot be read here.</returns>
    public static SplitLayers? TryOpen(EngineServer server, EngineImageLayers image)
    {
        if (server is not { Kind: EngineKind.Docker, UsesContainerd: false, StorageDriver: Driver, Root: { } root })
        {
            return null;
        }

        try
        {
            byte[] config = File.ReadAllBytes(
                Path.Join(root, "image", Driver, "imagedb", "content", "sha256", image.ImageHash.ToString()));
            if (ImageHash.Of(config) != image.ImageHash)
            {
                return null;
            }

            var layers = ImmutableArray.CreateBuilder<(string, string)>(image.DiffIds.Length);
            foreach (string chain in Chains(image.DiffIds))
            {
                string about = Path.Join(root, "image", Driver, "layerdb", "sha256", chain);
                string files = File.ReadAllText(Path.Join(about, "cache-id"));
                if (files.Length == 0 || files.AsSpan().ContainsAny('/', '.', '\0'))
                {
                    return null;
                }

                string folder = Path.Join(root, Driver, files, "diff");
                string split = Path.Join(about, "tar-split.json.gz");
                if (!Directory.Exists(folder) || !File.Exists(split))
                {
                    return null;
                }

                layers.Add((split, folder));
            }

            return new SplitLayers(config, layers.MoveToImmutable());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The chain ids of layers
    /// (https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#layer-chainid).
    /// </summary>
    private static IEnumerable<string> Chains(ImmutableArray<DiffId> layers)
    {
        string? chain = null;
        foreach (var layer in layers)
        {
            chain = chain is null
                ? layer.ToString()
                : Sha256Digest.Of(Encoding.ASCII.GetBytes($"sha256:{chain} {layer.ToOciString()}")).ToString();
            yield return chain;
        }
    }
}
