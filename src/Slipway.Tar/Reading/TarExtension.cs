namespace Slipway.Tar.Reading;

/// <summary>What extended headers say about the entry that follows them.</summary>
/// <remarks>
/// Readers of tar disagree about what counts when several headers say the same, so there may be one of each, and none
/// of pax's together with GNU tar's.
/// </remarks>
internal struct TarExtension
{
    // What the field of a header has room for: eleven octal digits.
    private const long LargestInHeader = (1L << 33) - 1;

    private string? _name;
    private string? _link;
    private long? _size;
    private bool _isPax;

    /// <summary>Whether there is something that an entry has to follow.</summary>
    public readonly bool IsPending => _isPax || _name is not null || _link is not null;

    public void Add(TarHeader header, ReadOnlySpan<byte> content, TarFaults faults)
    {
        switch (header.Type)
        {
            case 'g':
                // It would count for every entry from here on, for some readers and not for others.
                if (PaxRecords.Parse(content, faults) != default)
                {
                    throw faults.Refused("a global header gives entries a path or a size");
                }

                if (IsPending)
                {
                    throw Misplaced(faults);
                }

                break;
            case 'x' when !IsPending:
                _isPax = true;
                (_name, _link, _size) = PaxRecords.Parse(content, faults);
                break;
            case 'L' when _name is null && !_isPax:
                _name = Long(content, faults);
                break;
            case 'K' when _link is null && !_isPax:
                _link = Long(content, faults);
                break;
            default:
                throw Misplaced(faults);
        }
    }

    /// <summary>The header with what was said about it, which counts for it alone.</summary>
    /// <param name="header">The entry's own.</param>
    /// <param name="faults">Says what is wrong.</param>
    /// <param name="isResized">Whether the size is not the header's.</param>
    public TarHeader Take(TarHeader header, TarFaults faults, out bool isResized)
    {
        isResized = _size is { } size && size != header.Size;
        if (isResized && _size <= LargestInHeader)
        {
            throw faults.Refused("an entry has two sizes");
        }

        var extended = header with
        {
            Name = _name ?? header.Name,
            LinkName = _link ?? header.LinkName,
            Size = _size ?? header.Size,
        };
        this = default;
        return extended;
    }

    private static Exception Misplaced(TarFaults faults) =>
        faults.Refused("an extended header is misplaced, or one too many");

    private static string Long(ReadOnlySpan<byte> content, TarFaults faults)
    {
        var text = content.TrimEnd((byte)0);
        return text.IsEmpty ? throw faults.Refused("a long name is empty") : TarHeader.Text(text, faults);
    }
}
