using System.Globalization;
using System.Text;

namespace Slipway.Tests.Archives;

/// <summary>Writes tars that no writer of tar writes.</summary>
internal static class RawTar
{
    public const int Block = 512;

    public static byte[] Header(
        string name,
        char type = '0',
        long size = 0,
        string link = "",
        int mode = 0x1A4,
        string magic = "ustar\0" + "00")
    {
        var block = new byte[Block];
        Put(block, 0, 100, Encoding.UTF8.GetBytes(name));
        Put(block, 100, 8, Octal(mode, 7));
        Put(block, 108, 8, Octal(0, 7));
        Put(block, 116, 8, Octal(0, 7));
        Put(block, 124, 12, Octal(size, 11));
        Put(block, 136, 12, Octal(1451606400, 11));
        block[156] = (byte)type;
        Put(block, 157, 100, Encoding.UTF8.GetBytes(link));
        Put(block, 257, 8, Encoding.ASCII.GetBytes(magic));
        return Sum(block);
    }

    /// <summary>The header with other bytes at a place.</summary>
    public static byte[] With(byte[] header, int offset, params byte[] bytes)
    {
        bytes.CopyTo(header, offset);
        return Sum(header);
    }

    public static byte[] File(string name, string content = "content", int mode = 0x1A4) =>
        [.. Header(name, '0', content.Length, mode: mode), .. Padded(Encoding.UTF8.GetBytes(content))];

    public static byte[] Link(string name, string target) => Header(name, '2', link: target);

    public static byte[] HardLink(string name, string target) => Header(name, '1', link: target);

    public static byte[] Folder(string name) => Header(name + "/", '5', mode: 0x1ED);

    /// <summary>GNU tar's long name (<c>L</c>) or long link (<c>K</c>) for the next entry.</summary>
    public static byte[] Long(char type, string text) =>
        [
            .. Header("././@LongLink", type, Encoding.UTF8.GetByteCount(text) + 1, magic: "ustar  \0"),
            .. Padded([.. Encoding.UTF8.GetBytes(text), 0]),
        ];

    /// <summary>An extended header of pax, for the next entry (<c>x</c>) or for all (<c>g</c>).</summary>
    public static byte[] Pax(char type, params (string Key, string Value)[] records)
    {
        byte[] content = [.. records.SelectMany(record => Record(record.Key, record.Value))];
        return Extended(type, content);
    }

    public static byte[] Extended(char type, byte[] content) =>
        [.. Header("pax", type, content.Length), .. Padded(content)];

    public static byte[] Archive(params byte[][] parts) => [.. parts.SelectMany(part => part), .. new byte[2 * Block]];

    public static byte[] Padded(byte[] content) => [.. content, .. new byte[-content.Length & (Block - 1)]];

    /// <summary>Puts the right checksum into a header.</summary>
    public static byte[] Sum(byte[] block)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = block.Sum(value => value);
        Put(block, 148, 8, [.. Octal(sum, 6), 0, (byte)' ']);
        return block;
    }

    private static byte[] Record(string key, string value)
    {
        int rest = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value) + 3;
        int length = rest + 1;
        while (rest + length.ToString(CultureInfo.InvariantCulture).Length != length)
        {
            length++;
        }

        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}={value}\n"));
    }

    private static byte[] Octal(long value, int digits) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0'));

    private static void Put(byte[] block, int offset, int length, byte[] bytes)
    {
        block.AsSpan(offset, length).Clear();
        bytes.AsSpan(0, Math.Min(bytes.Length, length)).CopyTo(block.AsSpan(offset));
    }
}
