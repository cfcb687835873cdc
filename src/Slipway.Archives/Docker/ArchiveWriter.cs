using System.Text;
using Slipway.Tar.Reading;

namespace Slipway.Archives.Docker;

/// <summary>
/// Writes a tar to a stream: files only, all of one owner, one mode and one time, so the bytes are always the same.
/// </summary>
/// <remarks>
/// Not <c>System.Formats.Tar.TarWriter</c>: it refuses content of which only the length is known when the destination
/// cannot seek, and a layer is decompressed while it is written.
/// </remarks>
public sealed class ArchiveWriter(Stream destination, IProgress<long>? progress)
{
    // What tar itself pads with at the most: one block after the content, two at the end.
    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    // The largest size of eleven octal digits; GNU's base 256 above it.
    private const long LargestOctal = (1L << 33) - 1;

    private const int ProgressStep = 4 << 20;

    private long _written;
    private long _reported;

    /// <summary>Bytes of the archive so far.</summary>
    public long BytesWritten => _written;

    /// <summary>
    /// Begins a file. Exactly <paramref name="size"/> bytes have to follow, and then <see cref="EndFileAsync"/>.
    /// </summary>
    public ValueTask BeginFileAsync(string name, long size, CancellationToken cancellationToken) =>
        WriteAsync(Header(name, size), cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(bytes, cancellationToken);
        _written += bytes.Length;
        if (_written - _reported >= ProgressStep)
        {
            _reported = _written;
            progress?.Report(_written);
        }
    }

    public ValueTask EndFileAsync(CancellationToken cancellationToken)
    {
        int padding = (int)((TarHeader.BlockSize - (_written % TarHeader.BlockSize)) % TarHeader.BlockSize);
        return padding == 0 ? ValueTask.CompletedTask : WriteAsync(Zeros.AsMemory(0, padding), cancellationToken);
    }

    public async ValueTask FileAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await BeginFileAsync(name, content.Length, cancellationToken);
        await WriteAsync(content, cancellationToken);
        await EndFileAsync(cancellationToken);
    }

    /// <summary>Without this the archive has no end, and every reader sees that.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(Zeros, cancellationToken);
        await destination.FlushAsync(cancellationToken);
        progress?.Report(_written);
    }

    /// <summary>POSIX.1-2017, pax, "ustar Interchange Format".</summary>
    private static byte[] Header(string name, long size)
    {
        var block = new byte[TarHeader.BlockSize];
        Encoding.ASCII.GetBytes(name, block.AsSpan(0, 100));
        "0000444\0"u8.CopyTo(block.AsSpan(100));
        "0000000\0"u8.CopyTo(block.AsSpan(108));
        "0000000\0"u8.CopyTo(block.AsSpan(116));
        Size(block.AsSpan(124, 12), size);
        "00000000000\0"u8.CopyTo(block.AsSpan(136));
        "        0"u8.CopyTo(block.AsSpan(148));
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        Octal(block.AsSpan(148, 7), sum);
        return block;
    }

    private static void Size(Span<byte> field, long size)
    {
        if (size <= LargestOctal)
        {
            Octal(field, size);
            return;
        }

        field[0] = 0x80;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(field[4..], size);
    }

    /// <summary>Fills the field with digits, save for the NUL at its end.</summary>
    private static void Octal(Span<byte> field, long value)
    {
        string digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        Encoding.ASCII.GetBytes(digits, field);
        field[^1] = 0;
    }
}
