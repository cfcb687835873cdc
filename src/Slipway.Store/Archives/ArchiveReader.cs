using System.Text;

namespace Slipway.Store.Archives;

/// <summary>Reads a tar from a stream, entry by entry, in constant memory.</summary>
/// <remarks>
/// Not <c>System.Formats.Tar.TarReader</c>: that one takes an extended header of any size into memory, and it cannot tell
/// an archive that was cut off between two entries from a whole one. This one asks for the two blocks of zeros.
/// </remarks>
internal sealed class ArchiveReader(Stream source, ArchiveLimits limits, IProgress<long>? progress)
{
    private const int ProgressStep = 4 << 20;

    private readonly byte[] _buffer = new byte[256 << 10];
    private int _start;
    private int _end;
    private long _remaining;
    private int _padding;
    private long _total;
    private long _reported;
    private int _entries;

    /// <summary>The next entry, what is left of the last one read past; null at the end of the archive.</summary>
    public async ValueTask<ArchiveEntry?> NextAsync(CancellationToken cancellationToken)
    {
        var pax = default(PaxRecords);
        string? longName = null;
        string? longLink = null;
        while (true)
        {
            await SkipEntryAsync(cancellationToken);
            var block = await BlockAsync(cancellationToken);
            if (!block.Span.ContainsAnyExcept((byte)0))
            {
                await EndAsync(cancellationToken);
                return null;
            }

            var header = TarHeader.Parse(block.Span);
            if (++_entries > ArchiveLimits.Entries)
            {
                throw StoreErrors.ArchiveRefused($"it has more than {ArchiveLimits.Entries} entries");
            }

            switch (header.Type)
            {
                case 'x':
                    pax = PaxRecords.Parse(await ExtendedAsync(header, cancellationToken));
                    break;
                case 'g':
                    // A global header says nothing that matters here, but it is bounded all the same.
                    _ = await ExtendedAsync(header, cancellationToken);
                    break;
                case 'L':
                    longName = Text(await ExtendedAsync(header, cancellationToken));
                    break;
                case 'K':
                    longLink = Text(await ExtendedAsync(header, cancellationToken));
                    break;
                default:
                    return Start(header with
                    {
                        Name = pax.Path ?? longName ?? header.Name,
                        LinkName = pax.LinkPath ?? longLink ?? header.LinkName,
                        Size = pax.Size ?? header.Size,
                    });
            }
        }
    }

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
            throw StoreErrors.ArchiveTooLarge($"'{TarHeader.Printable(entry.Name)}'", ArchiveLimits.Document);
        }

        return await ContentAsync((int)entry.Size, cancellationToken);
    }

    private static string Text(ReadOnlySpan<byte> content) => Encoding.UTF8.GetString(content.TrimEnd((byte)0));

    private ArchiveEntry Start(TarHeader header)
    {
        string name = TarHeader.SafeName(header.Name);
        switch (header.Type)
        {
            case '0' or '\0' or '7':
                Expect(header.Size);
                return new ArchiveEntry(name, ArchiveEntryKind.File, header.Size, null);
            case '5':
                return new ArchiveEntry(name, ArchiveEntryKind.Folder, 0, null);
            case '1' or '2':
                return new ArchiveEntry(
                    name, ArchiveEntryKind.Link, 0, TarHeader.SafeTarget(name, header.LinkName, header.Type == '2'));
            default:
                throw StoreErrors.ArchiveRefused(
                    $"'{TarHeader.Printable(name)}' is neither a file, a folder nor a link");
        }
    }

    private void Expect(long size)
    {
        _remaining = size;
        _padding = (int)((TarHeader.BlockSize - (size % TarHeader.BlockSize)) % TarHeader.BlockSize);
        if (size > limits.ArchiveSize)
        {
            throw StoreErrors.ArchiveTooLarge("it", limits.ArchiveSize);
        }
    }

    private async ValueTask<byte[]> ExtendedAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > ArchiveLimits.ExtendedHeader)
        {
            throw StoreErrors.ArchiveTooLarge("an extended header", ArchiveLimits.ExtendedHeader);
        }

        Expect(header.Size);
        return await ContentAsync((int)header.Size, cancellationToken);
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

    /// <summary>Wants the second block of zeros, and reads the rest so that the writer does not meet a closed pipe.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if ((await BlockAsync(cancellationToken)).Span.ContainsAnyExcept((byte)0))
        {
            throw StoreErrors.ArchiveDamaged("something follows its end");
        }

        while (await ReadSourceAsync(_buffer, cancellationToken) is > 0 and var count)
        {
            Count(count);
        }

        progress?.Report(_total);
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
            throw StoreErrors.ArchiveDamaged($"it ends after {_total} bytes, in the middle");
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
            throw StoreErrors.ArchiveDamaged($"it cannot be read: {exception.Message}", exception);
        }
    }

    private void Count(int bytes)
    {
        _total += bytes;
        if (_total > limits.ArchiveSize)
        {
            throw StoreErrors.ArchiveTooLarge("it", limits.ArchiveSize);
        }

        if (_total - _reported >= ProgressStep)
        {
            _reported = _total;
            progress?.Report(_total);
        }
    }
}
