using System.Buffers.Binary;
using System.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Store.Digests;

/// <summary>
/// What is remembered of the files that lie directly in one folder, packed into the bytes of one row: a tree has a
/// hundred times as many files as folders, and a file is found in the bytes without unpacking the others.
/// </summary>
/// <remarks>
/// SHA-256 of all that follows; the number of files (32 bits); for each, sorted by the UTF-8 bytes of the names, the
/// end of its name, its device, inode, size, modification and change time, the day on which it was seen, and the
/// SHA-256 of its content; then the names, one behind the other. Numbers are little-endian.
/// </remarks>
internal sealed class FolderHashes
{
    private const int DeviceOffset = sizeof(int);
    private const int InodeOffset = DeviceOffset + sizeof(ulong);
    private const int SizeOffset = InodeOffset + sizeof(ulong);
    private const int ModifiedOffset = SizeOffset + sizeof(long);
    private const int ChangedOffset = ModifiedOffset + sizeof(long);
    private const int SeenOffset = ChangedOffset + sizeof(long);
    private const int DigestOffset = SeenOffset + sizeof(int);
    private const int RecordSize = DigestOffset + Sha256Digest.Size;
    private const int Records = Sha256Digest.Size + sizeof(int);

    // Of names that are asked for; no file system in use has longer ones.
    private const int LongestName = 1024;

    /// <summary>Nothing is remembered.</summary>
    public static readonly FolderHashes None = new([], 0);

    private readonly byte[] _packed;
    private readonly int _count;

    private FolderHashes(byte[] packed, int count)
    {
        _packed = packed;
        _count = count;
    }

    /// <summary>Reads the bytes of a row; <see cref="None"/> when they are damaged.</summary>
    public static FolderHashes Read(byte[] packed)
    {
        if (packed.Length < Records)
        {
            return None;
        }

        var sum = new Sha256Digest(packed.AsSpan(0, Sha256Digest.Size));
        if (Sha256Digest.Of(packed.AsSpan(Sha256Digest.Size)) != sum)
        {
            return None;
        }

        // Whoever wrote bytes that hash so can write any hashes; that the lengths fit keeps a mistake from ending here.
        int count = BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(Sha256Digest.Size));
        var hashes = new FolderHashes(packed, count);
        return count >= 0 && count <= (packed.Length - Records) / RecordSize && hashes.NamesFit() ? hashes : None;
    }

    /// <summary>Finds a file by its name.</summary>
    public bool TryFind(ReadOnlySpan<char> name, out CachedFile file)
    {
        Span<byte> bytes = stackalloc byte[LongestName];
        if (Encoding.UTF8.TryGetBytes(name, bytes, out int length))
        {
            bytes = bytes[..length];
            int low = 0;
            int high = _count - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                int order = NameOf(middle).SequenceCompareTo(bytes);
                if (order == 0)
                {
                    file = FileOf(middle);
                    return true;
                }

                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }
        }

        file = default;
        return false;
    }

    /// <summary>The bytes of a row that holds these files and others.</summary>
    /// <param name="changed">The others, by name; they count where there is one of the same name.</param>
    /// <param name="oldest">The day from which on files stay that were seen.</param>
    public byte[] With(IReadOnlyDictionary<string, CachedFile> changed, int oldest)
    {
        var files = Enumerable.Range(0, _count)
            .Select(i => KeyValuePair.Create(Encoding.UTF8.GetString(NameOf(i)), FileOf(i)))
            .Where(file => !changed.ContainsKey(file.Key))
            .Concat(changed)
            .Where(file => file.Value.Seen >= oldest)
            .Select(file => (Name: Encoding.UTF8.GetBytes(file.Key), File: file.Value))
            .Where(file => file.Name.Length <= LongestName)
            .ToList();
        files.Sort(static (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        return Pack(files);
    }

    private static byte[] Pack(List<(byte[] Name, CachedFile File)> files)
    {
        int names = Records + (files.Count * RecordSize);
        byte[] packed = new byte[names + files.Sum(file => file.Name.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(Sha256Digest.Size), files.Count);
        int end = 0;
        for (int i = 0; i < files.Count; i++)
        {
            var (name, (stamp, digest, seen)) = files[i];
            name.CopyTo(packed.AsSpan(names + end));
            end += name.Length;
            var record = packed.AsSpan(Records + (i * RecordSize), RecordSize);
            BinaryPrimitives.WriteInt32LittleEndian(record, end);
            BinaryPrimitives.WriteUInt64LittleEndian(record[DeviceOffset..], stamp.Device);
            BinaryPrimitives.WriteUInt64LittleEndian(record[InodeOffset..], stamp.Inode);
            BinaryPrimitives.WriteInt64LittleEndian(record[SizeOffset..], stamp.Size);
            BinaryPrimitives.WriteInt64LittleEndian(record[ModifiedOffset..], stamp.ModifiedNanoseconds);
            BinaryPrimitives.WriteInt64LittleEndian(record[ChangedOffset..], stamp.ChangedNanoseconds);
            BinaryPrimitives.WriteInt32LittleEndian(record[SeenOffset..], seen);
            digest.CopyTo(record[DigestOffset..]);
        }

        Sha256Digest.Of(packed.AsSpan(Sha256Digest.Size)).CopyTo(packed);
        return packed;
    }

    private bool NamesFit()
    {
        int room = _packed.Length - Records - (_count * RecordSize);
        int before = 0;
        for (int i = 0; i < _count; i++)
        {
            int end = EndOf(i);
            if (end < before || end > room)
            {
                return false;
            }

            before = end;
        }

        return true;
    }

    private ReadOnlySpan<byte> RecordOf(int file) => _packed.AsSpan(Records + (file * RecordSize), RecordSize);

    private int EndOf(int file) => BinaryPrimitives.ReadInt32LittleEndian(RecordOf(file));

    private ReadOnlySpan<byte> NameOf(int file) =>
        _packed.AsSpan(Records + (_count * RecordSize))[(file == 0 ? 0 : EndOf(file - 1))..EndOf(file)];

    private CachedFile FileOf(int file)
    {
        var record = RecordOf(file);
        var stamp = new FileStamp(
            BinaryPrimitives.ReadUInt64LittleEndian(record[DeviceOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[InodeOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[SizeOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[ModifiedOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[ChangedOffset..]));
        return new CachedFile(
            stamp,
            new Sha256Digest(record[DigestOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(record[SeenOffset..]));
    }
}

/// <summary>A remembered hash of a file's content.</summary>
/// <param name="Stamp">What the file looked like when it was hashed.</param>
/// <param name="Digest">SHA-256 of its content.</param>
/// <param name="Seen">The day (since 0001-01-01, UTC) on which it was last asked for, give or take a week.</param>
internal readonly record struct CachedFile(FileStamp Stamp, Sha256Digest Digest, int Seen);
