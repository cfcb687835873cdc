using System.Text;

namespace Slipway.Tar.Reading;

/// <summary>Looks at the entries of one archive, in their order, and lets through what cannot lead astray.</summary>
/// <remarks>
/// This is the one rule for archives that somebody else made, whoever reads them and whatever becomes of them: whoever
/// unpacks an archive that it let through writes nothing outside of the folder, through no link, and nothing that gains
/// rights. What well-known readers of tar understand in different ways is refused.
/// </remarks>
/// <param name="faults">Says what is wrong.</param>
/// <param name="maximum">The most entries, and headers that say something about them.</param>
/// <param name="maximumSize">The most bytes of the whole archive, and so of one entry.</param>
public sealed class TarEntries(TarFaults faults, int maximum, long maximumSize)
{
    /// <summary>Bytes of an extended header: a few paths.</summary>
    public const int MaximumExtendedHeader = 64 << 10;

    /// <summary>Bytes of a path, and of a link's target (Linux's <c>PATH_MAX</c> without its NUL).</summary>
    public const int MaximumPath = 4095;

    /// <summary>Bytes of a name in a path (Linux's <c>NAME_MAX</c>).</summary>
    public const int MaximumName = 255;

    private const long SetUserOrGroup = 0xC00;

    private readonly TarPaths _paths = new();
    private TarExtension _extension;
    private int _count;

    /// <summary>Whether a header belongs to the entry after it: its content goes to <see cref="Extend"/>.</summary>
    /// <exception cref="Exception">Made by <see cref="TarFaults"/>: it has too many bytes,
    /// or it is one header too many.</exception>
    public bool IsExtension(TarHeader header)
    {
        if (header.Type is not ('x' or 'g' or 'L' or 'K'))
        {
            return false;
        }

        Count();
        return header.Size <= MaximumExtendedHeader
            ? true
            : throw faults.TooLarge("an extended header", MaximumExtendedHeader);
    }

    public void Extend(TarHeader header, ReadOnlySpan<byte> content) => _extension.Add(header, content, faults);

    /// <summary>The next entry.</summary>
    /// <param name="header">Its own header.</param>
    /// <exception cref="Exception">Made by <see cref="TarFaults"/>: it is refused.</exception>
    public TarEntry Next(TarHeader header)
    {
        Count();
        header = _extension.Take(header, faults, out bool isResized);
        if (header.Size > maximumSize)
        {
            throw faults.TooLarge("it", maximumSize);
        }

        var kind = header.Type switch
        {
            '0' or '\0' => TarEntryKind.File,
            '5' => TarEntryKind.Folder,
            '2' => TarEntryKind.SymbolicLink,
            '1' => TarEntryKind.HardLink,
            _ => throw faults.Refused($"{faults.Quoted(header.Name)} is neither a file, a folder nor a link"),
        };
        string name = Normalised(header.Name, kind);
        if (kind != TarEntryKind.File && header.Size != 0)
        {
            throw faults.Refused($"{faults.Quoted(name)} has content and is no file");
        }

        if (kind is TarEntryKind.File or TarEntryKind.HardLink && (header.Mode & SetUserOrGroup) != 0)
        {
            throw faults.Refused($"{faults.Quoted(name)} has the setuid or the setgid bit");
        }

        string link = kind switch
        {
            TarEntryKind.SymbolicLink => Target(name, header.LinkName),
            TarEntryKind.HardLink => EarlierFile(name, Normalised(header.LinkName, TarEntryKind.File)),
            _ => string.Empty,
        };
        return _paths.Add(name, kind) is { } problem
            ? throw faults.Refused($"{faults.Quoted(name)} {problem}")
            : new TarEntry(name, kind, link, header.Size, isResized);
    }

    /// <summary>The end was reached.</summary>
    /// <exception cref="Exception">Made by <see cref="TarFaults"/>: an entry is missing.</exception>
    public void End()
    {
        if (_extension.IsPending)
        {
            throw faults.Damaged("an entry is missing after its extended header");
        }
    }

    private void Count()
    {
        if (++_count > maximum)
        {
            throw faults.Refused($"it has more than {maximum} entries");
        }
    }

    /// <summary>A path in the archive.</summary>
    private string Normalised(string name, TarEntryKind kind)
    {
        if (Encoding.UTF8.GetByteCount(name) > MaximumPath)
        {
            throw faults.TooLarge($"the name {faults.Quoted(name)}", MaximumPath);
        }

        var path = new StringBuilder(name.Length);
        bool isOutside = name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal);
        foreach (var range in name.AsSpan().Split('/'))
        {
            var part = name.AsSpan()[range];
            isOutside |= part is "..";
            if (part.Length > MaximumName / 3 && Encoding.UTF8.GetByteCount(part) > MaximumName)
            {
                throw faults.TooLarge($"a part of the name {faults.Quoted(name)}", MaximumName);
            }

            if (part.IsEmpty || part is ".")
            {
                continue;
            }

            path.Append(path.Length == 0 ? string.Empty : "/").Append(part);
        }

        if (isOutside || (path.Length == 0 && (kind != TarEntryKind.Folder || name.Length == 0)))
        {
            throw faults.Refused($"the name {faults.Quoted(name)} leads outside of it");
        }

        // To some readers a slash at the end makes a folder of a file.
        return kind == TarEntryKind.Folder || !name.EndsWith('/')
            ? path.ToString()
            : throw faults.Refused($"{faults.Quoted(name)} has the name of a folder and is none");
    }

    private string Target(string name, string target)
    {
        if (Encoding.UTF8.GetByteCount(target) > MaximumPath)
        {
            throw faults.TooLarge($"the target of the link {faults.Quoted(name)}", MaximumPath);
        }

        return target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal)
            ? target
            : throw faults.Refused($"the link {faults.Quoted(name)} leads nowhere");
    }

    /// <summary>
    /// A hard link to anything but a file that was there before could be made through a link that comes in between, or
    /// be another name for a link.
    /// </summary>
    private string EarlierFile(string name, string target) =>
        _paths.IsFile(target)
            ? target
            : throw faults.Refused(
                $"the hard link {faults.Quoted(name)} leads to {faults.Quoted(target)}, which is no file before it");
}
