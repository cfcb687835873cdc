using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Sharing.Documents;

namespace Slipway.Sharing.Placing;

/// <summary>Tells manifests that Slipway writes about a build from those that somebody else wrote.</summary>
/// <remarks>
/// What is signed is signed with all that it says: a descriptor may carry data of its own, or annotations that readers
/// of lazily pulled layers believe, and a manifest may say of which sources it is.
/// </remarks>
public static class WrittenManifest
{
    /// <summary>How a layer is compressed by its media type; null for a type that Slipway does not write.</summary>
    public static LayerFormat? FormatOf(string mediaType) => mediaType switch
    {
        OciMediaTypes.LayerGzip => LayerFormat.Gzip,
        OciMediaTypes.LayerZstd => LayerFormat.Zstd,
        _ => null,
    };

    /// <param name="manifest">What a registry has.</param>
    /// <param name="record">The build.</param>
    /// <param name="said">The annotations that a published image of the build has; one may be left out.</param>
    /// <returns>What Slipway would not have written, in words; null when there is nothing.</returns>
    public static string? FindForeign(
        RegistryManifest manifest, BuildRecord record, ImmutableSortedDictionary<string, string> said)
    {
        if (SharedManifest.Read(manifest) is not { IsImage: true } read || !IsPlain(read))
        {
            return "has more or other members than the manifests that Slipway writes";
        }

        var truth = EntryAnnotations.TruthOf(record);
        foreach (var (name, value) in read.Annotations)
        {
            if (!EntryAnnotations.IsOfIndex(name)
                && said.GetValueOrDefault(name) != value
                && truth.GetValueOrDefault(name) != value)
            {
                return $"says {Display.Text(name)}: {Display.Text(value)}, which the build does not";
            }
        }

        return null;
    }

    /// <summary>Whether a manifest has just the bytes that Slipway writes for its config, layers and annotations.
    /// </summary>
    internal static bool IsPlain(SharedManifest read) =>
        read.Config.MediaType == OciMediaTypes.Config
        && read.Layers.All(layer => FormatOf(layer.MediaType) is not null)
        && ImageManifestWriter.Write(read.Config, read.Layers, read.Annotations).Descriptor == read.Descriptor;
}
