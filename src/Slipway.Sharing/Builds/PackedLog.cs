using System.IO.Compression;

namespace Slipway.Sharing.Builds;

/// <summary>What an engine printed, packed with gzip.</summary>
internal static class PackedLog
{
    // Logs of builds have a few megabytes; of a larger one the end tells how it went.
    private const int Largest = 32 * 1024 * 1024;

    public static async Task<ReadOnlyMemory<byte>> MakeAsync(Stream text, CancellationToken cancellationToken)
    {
        if (text.CanSeek && text.Length > Largest)
        {
            text.Seek(-Largest, SeekOrigin.End);
        }

        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await text.CopyToAsync(gzip, cancellationToken);
        }

        return packed.ToArray();
    }

    /// <returns>The text; null when it is no gzip, or more than was ever packed.</returns>
    public static async Task<Stream?> OpenAsync(byte[] packed, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            await using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            for (int read; (read = await gzip.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                await text.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (text.Length > Largest)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        text.Position = 0;
        return text;
    }
}
