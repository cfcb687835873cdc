using System.IO.Compression;

namespace Slipway.Taskcluster.Tests.Support;

/// <summary>Bytes to transfer.</summary>
internal static class Contents
{
    /// <summary>Always the same for a size, and such that gzip can do nothing about them.</summary>
    public static byte[] Of(int size, int seed = 1)
    {
        byte[] content = new byte[size];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
            // Of nothing, .NET would make no bytes at all, and every other program the frame of an empty file.
            stream.Flush();
        }

        return packed.ToArray();
    }
}
