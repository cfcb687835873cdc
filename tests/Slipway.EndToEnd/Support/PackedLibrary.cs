using System.IO.Compression;

namespace Slipway.EndToEnd.Support;

/// <summary>A library that the program carries compressed, as it does OpenSSL.</summary>
/// <param name="Start">Where its compressed bytes begin in the program.</param>
/// <param name="Content">What they unpack to.</param>
internal sealed record PackedLibrary(int Start, byte[] Content)
{
    /// <summary>What <c>gzip -n -9</c> begins with: RFC 1952, 2.3.</summary>
    private static ReadOnlySpan<byte> Magic => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3];

    public static IReadOnlyList<PackedLibrary> In(byte[] program)
    {
        var found = new List<PackedLibrary>();
        for (int from = 0; program.AsSpan(from).IndexOf(Magic) is >= 0 and var next; from += next + 1)
        {
            using var stream = new GZipStream(
                new MemoryStream(program, from + next, program.Length - from - next), CompressionMode.Decompress);
            byte[] start = new byte[64];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.AsSpan().StartsWith("\u007fELF"u8))
            {
                found.Add(new PackedLibrary(from + next, [.. start, .. Rest(stream)]));
            }
        }

        return found;
    }

    /// <remarks>What follows in the program is no other member of gzip, which it says after the last byte.</remarks>
    private static List<byte> Rest(GZipStream stream)
    {
        var rest = new List<byte>();
        byte[] buffer = new byte[65536];
        try
        {
            while (stream.Read(buffer) is > 0 and var read)
            {
                rest.AddRange(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException) when (rest.Count > 0)
        {
            return rest;
        }

        return rest;
    }
}
