using System.Collections.Immutable;
using System.Formats.Tar;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Builds;

/// <summary>Reads what an image makes builds on it carry out from its archive: Podman's API does not tell it.</summary>
/// <remarks>The whole archive goes by, because its config comes behind its layers.</remarks>
internal static class ArchivedTriggers
{
    // As large as the configs that an image store takes.
    private const int LargestConfig = 4 << 20;

    /// <param name="archive">A docker-archive.</param>
    /// <param name="imageHash">The image.</param>
    /// <returns>Null when the image's config is not in there.</returns>
    public static async Task<ImmutableArray<string>?> ReadAsync(
        Stream archive, ImageHash imageHash, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry is { DataStream: { } data, Length: <= LargestConfig }
                && entry.Name.EndsWith(".json", StringComparison.Ordinal))
            {
                byte[] content = new byte[entry.Length];
                await data.ReadExactlyAsync(content, cancellationToken);
                if (ImageHash.Of(content) == imageHash)
                {
                    return ImageTriggers.Of(content);
                }
            }
        }

        return null;
    }
}
