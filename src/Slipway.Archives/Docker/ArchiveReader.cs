using Slipway.Model.Values;
using Slipway.Tar.Reading;

namespace Slipway.Archives.Docker;

/// <summary>Reads a tar from a stream, entry by entry, in constant memory.</summary>
/// <remarks>
/// Not <c>System.Formats.Tar.TarReader</c>: that one takes an extended header of any size into memory, and it cannot
/// tell an archive that was cut off between two entries from a whole one. This one asks for the two blocks of zeros.
/// </remarks>
public sealed class ArchiveReader(Stream source, ArchiveLimits limits, IProgress<long>? progress)
{
    private const int ProgressStep = 4 << 20;

    private readonly TarEntries _entries = new(ImageTarFaults.Instance, ArchiveLimits.Entries, limits.ArchiveSize);
    private readonly byte[] _buffer = new byte[256 << 10];
    private int _start;
    private int _end;
    private long _remaining;
    private int _padding;
    private long _total;
    private long _reported;

    /// <summary>The next entry, what is left of the last one read past; null at the end of the archive.</summary>
    public async ValueTask<ArchiveEntry?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await SkipEntryAsync(cancellationToken);
            var block = await BlockAsync(cancellationToken);
            if (!block.Span.ContainsAnyExcept((byte)0))
            {
                _entries.End();
                await EndAsync(cancellationToken);
                return null;
            }

            var header = TarHeader.Parse(block.Span, ImageTarFaults.Instance);
            if (!_entries.IsExtension(header))
            {
                return Start(_entries.Next(header));
            }

            Expect(header.Size);
            _entries.Extend(header, await ContentAsync((int)header.Size, cancellationToken));
        }
    }

    /// <summary>
    /// Sees the bytes of the content as they are taken, until it is set to null; what nobody took is not shown.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask>? Listener { get; set; }

    /// <summary>The next bytes of the entry's content, valid until the next call; empty at its end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_remaining == 0)
        {
            return default;
        }

        if (_start == _end)
        {
            await FillAsync(cancellationToken);
        }

        int count = (int)Math.Min(_remaining, _end - _start);
        var chunk = _buffer.AsMemory(_start, count);
        _start += count;
        _remaining -= count;
        if (Listener is { } listener)
        {
            await listener(chunk, cancellationToken);
        }

        return chunk;
    }

    /// <summary>The first bytes of the entry's content, without taking them; fewer when it has fewer.</summary>
    public async ValueTask<byte[]> PeekAsync(int count, CancellationToken cancellationToken)
    {
        count = (int)Math.Min(count, _remaining);
        await BufferAsync(count, cancellationToken);
        return _buffer.AsSpan(_start, count).ToArray();
    }

    /// <summary>The whole content of a small entry.</summary>
    public async ValueTask<byte[]> ReadDocumentAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Size > ArchiveLimits.Document)
        {
            throw ArchiveErrors.TooLarge(ArchiveErrors.Quoted(entry.Name), ArchiveLimits.Document);
        }

        return await ContentAsync((int)entry.Size, cancellationToken);
    }

    private ArchiveEntry Start(TarEntry entry)
    {
        Expect(entry.Size);
        return entry.Kind switch
        {
            TarEntryKind.File => new ArchiveEntry(entry.Name, ArchiveEntryKind.File, entry.Size, null),
            TarEntryKind.Folder => new ArchiveEntry(entry.Name, ArchiveEntryKind.Folder, 0, null),
            TarEntryKind.HardLink => new ArchiveEntry(entry.Name, ArchiveEntryKind.Link, 0, entry.LinkName),
            _ => new ArchiveEntry(entry.Name, ArchiveEntryKind.Link, 0, TargetOf(entry)),
        };
    }

    /// <summary>
    /// Where a symbolic link leads, as a path inside the archive:
    /// engines link layers to each other and to nothing else.
    /// </summary>
    private static string TargetOf(TarEntry link)
    {
        var folder = RelativePath.Parse(link.Name).Parent;
        string joined =
            folder.IsRoot || link.LinkName.StartsWith('/') ? link.LinkName : $"{folder.Value}/{link.LinkName}";
        return RelativePath.TryParse(joined, out var path) && !path.Value.IsRoot
            ? path.Value.Value
            : throw ArchiveErrors.Refused($"the link {ArchiveErrors.Quoted(link.Name)} leads outside the archive");
    }

    private void Expect(long size)
    {
        _remaining = size;
        _padding = TarHeader.Padding(size);
    }

    private async ValueTask<byte[]> ContentAsync(int size, CancellationToken cancellationToken)
    {
        var content = new byte[size];
        for (int filled = 0; filled < size;)
        {
            var chunk = await ReadAsync(cancellationToken);
            chunk.CopyTo(content.AsMemory(filled));
            filled += chunk.Length;
        }

        return content;
    }

    private async ValueTask SkipEntryAsync(CancellationToken cancellationToken)
    {
        while (_remaining > 0)
        {
            _ = await ReadAsync(cancellationToken);
        }

        _remaining = _padding;
        _padding = 0;
        while (_remaining > 0)
        {
            _ = await ReadAsync(cancellationToken);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> BlockAsync(CancellationToken cancellationToken)
    {
        await BufferAsync(TarHeader.BlockSize, cancellationToken);
        var block = _buffer.AsMemory(_start, TarHeader.BlockSize);
        _start += TarHeader.BlockSize;
        return block;
    }

    private async ValueTask BufferAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < count)
        {
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Wants the second block of zeros and nothing but zeros after it, and reads them all so that the writer does not
    /// meet a closed pipe.
    /// </summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        OnlyZeros((await BlockAsync(cancellationToken)).Span);
        OnlyZeros(_buffer.AsSpan(_start.._end));
        while (await ReadSourceAsync(_buffer, cancellationToken) is > 0 and var count)
        {
            Count(count);
            OnlyZeros(_buffer.AsSpan(0, count));
        }

        progress?.Report(_total);
    }

    private static void OnlyZeros(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyExcept((byte)0))
        {
            throw ArchiveErrors.Damaged("something follows its end");
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        int count = await ReadSourceAsync(_buffer.AsMemory(_end), cancellationToken);
        if (count == 0)
        {
            throw ArchiveErrors.Damaged($"it ends after {_total} bytes, in the middle");
        }

        _end += count;
        Count(count);
    }

    private async ValueTask<int> ReadSourceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw ArchiveErrors.Damaged($"it cannot be read: {exception.Message}", exception);
        }
    }

    private void Count(int bytes)
    {
        _total += bytes;
        if (_total > limits.ArchiveSize)
        {
            throw ArchiveErrors.TooLarge("it", limits.ArchiveSize);
        }

        if (_total - _reported >= ProgressStep)
        {
            _reported = _total;
            progress?.Report(_total);
        }
    }
}
