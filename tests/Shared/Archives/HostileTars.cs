using System.Text;
using static Slipway.Tests.Archives.RawTar;

namespace Slipway.Tests.Archives;

/// <summary>Archives that every reader of archives has to refuse, and some that look like them and are sound.</summary>
internal static class HostileTars
{
    private static readonly byte[] Dockerfile = File("Dockerfile", "FROM scratch\n");

    private static readonly string Deep = string.Concat(Enumerable.Repeat("d/", 2048));

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> SoundNames => [.. Sound.Keys];

    public static Dictionary<string, byte[]> All { get; } =
        new()
        {
            ["a hard link to a file behind a link"] = Of(Link("l", "/etc"), HardLink("h", "l/shadow")),
            ["a hard link to a file behind a link that comes later"] = Of(HardLink("h", "l/shadow"), Link("l", "/etc")),
            ["a hard link to a link"] = Of(Link("l", "/etc/shadow"), HardLink("h", "l")),
            ["a hard link to a folder"] = Of(Folder("d"), HardLink("h", "d")),
            ["a hard link to a folder that a file implies"] = Of(File("d/f"), HardLink("h", "d")),
            ["a hard link to a file that comes later"] = Of(HardLink("h", "f"), File("f")),
            ["a hard link to nothing"] = Of(HardLink("h", "f")),
            ["a hard link to itself"] = Of(HardLink("h", "h")),
            ["a hard link to an absolute path"] = Of(HardLink("h", "/etc/shadow")),
            ["a hard link to a path above"] = Of(HardLink("h", "../shadow")),
            ["a hard link to a path above by a detour"] = Of(File("a/f"), HardLink("h", "a/../a/f")),
            ["a hard link without a target"] = Of(HardLink("h", "")),
            ["a hard link behind a link"] = Of(File("f"), Link("l", "/tmp"), HardLink("l/h", "f")),
            ["a hard link in the place of a link"] = Of(File("f"), Link("l", "/tmp/x"), HardLink("l", "f")),
            ["a hard link in the place of a file"] = Of(File("f"), File("g"), HardLink("g", "f")),
            ["a hard link with content"] = Of(
                File("f"), [.. Header("h", '1', 7, "f"), .. Padded("content"u8.ToArray())]),
            ["a hard link with a long target"] = Of(
                Link("l", "/etc"), Long('K', "l/shadow"), HardLink("h", "Dockerfile")),
            ["a hard link with a target of pax"] = Of(
                Link("l", "/etc"), Pax('x', ("linkpath", "l/shadow")), HardLink("h", "Dockerfile")),

            ["a file behind a link"] = Of(Link("l", "/tmp"), File("l/f")),
            ["a file far behind a link"] = Of(Link("a/l", "/tmp"), File("a/l/b/c/f")),
            ["a file behind a link in other words"] = Of(Link("./a//l", "/tmp"), File("a/./l/f")),
            ["a folder behind a link"] = Of(Link("l", "/tmp"), Folder("l/d")),
            ["a link behind a link"] = Of(Link("l", "/tmp"), Link("l/m", "x")),
            ["a link above a file that was there"] = Of(File("l/f"), Link("l", "/tmp")),
            ["a link in the place of a folder"] = Of(Folder("l"), Link("l", "/tmp")),
            ["a folder in the place of a link"] = Of(Link("l", "/tmp"), Folder("l")),
            ["a file in the place of a link"] = Of(Link("l", "/tmp/x"), File("l")),
            ["a link in the place of a file"] = Of(File("l"), Link("l", "/tmp/x")),
            ["a link in the place of a link"] = Of(Link("l", "x"), Link("l", "/tmp/x")),
            ["a file twice"] = Of(File("f"), File("f")),
            ["a file twice in other words"] = Of(File("a/f"), File("./a//f")),
            ["a file below a file"] = Of(File("f"), File("f/g")),
            ["a folder in the place of a file"] = Of(File("f"), Folder("f")),
            ["a file in the place of a folder"] = Of(File("f/g"), File("f")),
            ["the top as a link"] = Of(Link(".", "/tmp")),
            ["the top as a file"] = Of(File(".")),
            ["an entry without a name"] = Of(Header("", '5')),

            ["an absolute path"] = Of(File("/tmp/f")),
            ["a path above"] = Of(File("../f")),
            ["a path above by a detour"] = Of(File("a/../../f")),
            ["a path that goes up and stays inside"] = Of(File("a/../f")),
            ["a path above in the prefix"] = Of(With(Header("f"), 345, "../x"u8.ToArray())),
            ["an absolute path in the prefix"] = Of(With(Header("f"), 345, "/tmp"u8.ToArray())),
            ["a path above as a long name"] = Of(Long('L', "../f"), File("f")),
            ["a path above of pax"] = Of(Pax('x', ("path", "../f")), File("f")),
            ["a link without a target"] = Of(Link("l", "")),
            ["a link with a target that has a NUL"] = Of(Pax('x', ("linkpath", "a\0b")), Link("l", "x")),
            ["a name with a NUL"] = Of(Pax('x', ("path", "a\0b")), File("f")),
            ["a long name with a NUL"] = Of(Long('L', "a\0b"), File("f")),
            ["a name that is not UTF-8"] = Of(With(Header("f"), 0, 0xff, 0xfe)),
            ["a path longer than any"] = Of(Pax('x', ("path", Deep + "f")), File("f")),
            ["a name longer than any"] = Of(Pax('x', ("path", new string('n', 256))), File("f")),
            ["a target longer than any"] = Of(Pax('x', ("linkpath", Deep)), Link("l", "x")),
            ["a file with the name of a folder"] = Of(File("f/")),
            ["an old file with the name of a folder"] = Of(Header("f/", '\0')),
            ["a link with the name of a folder"] = Of(Link("l/", "x")),

            ["a character device"] = Of(Header("n", '3')),
            ["a block device"] = Of(Header("n", '4')),
            ["a FIFO"] = Of(Header("n", '6')),
            ["a contiguous file"] = Of(Header("n", '7')),
            ["a sparse file"] = Of(Header("n", 'S', magic: "ustar  \0")),
            ["a sparse file of pax"] = Of(Pax('x', ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")), File("f")),
            ["a volume's label"] = Of(Header("n", 'V', magic: "ustar  \0")),
            ["a list of a folder"] = Of(Header("n", 'D', magic: "ustar  \0")),
            ["a continued file"] = Of(Header("n", 'M', magic: "ustar  \0")),
            ["an unknown kind"] = Of(Header("n", 'Z')),
            ["a setuid file"] = Of(File("f", mode: 0x9ED)),
            ["a setgid file"] = Of(File("f", mode: 0x5ED)),
            ["a file with capabilities"] = Of(Pax('x', ("SCHILY.xattr.security.capability", "x")), File("f")),
            ["a folder with content"] = Of([.. Header("d/", '5', 7), .. Padded("content"u8.ToArray())]),
            ["a link with content"] = Of([.. Header("l", '2', 7, "x"), .. Padded("content"u8.ToArray())]),

            ["a malformed global header as the first entry"] = [.. Extended('g', "nonsense"u8.ToArray()), .. Of()],
            ["a malformed global header later"] = Of(Extended('g', "12 path=a"u8.ToArray())),
            ["a global header with a path"] = [.. Pax('g', ("path", "../f")), .. Of()],
            ["a global header with a target"] = [.. Pax('g', ("linkpath", "/etc")), .. Of()],
            ["a global header with a size"] = Of(Pax('g', ("size", "0"))),
            ["a global header between an entry and what is said of it"] = Of(
                Pax('x', ("path", "f")), Pax('g', ("comment", "x")), File("g")),
            ["a malformed extended header"] = Of(Extended('x', "7 a"u8.ToArray()), File("f")),
            ["an extended header with a length of zero"] = Of(Extended('x', "0 path=a\n"u8.ToArray()), File("f")),
            ["an extended header with a negative length"] = Of(Extended('x', "-9 path=a\n"u8.ToArray()), File("f")),
            ["an extended header with a huge length"] = Of(
                Extended('x', "99999999999999999999 path=a\n"u8.ToArray()), File("f")),
            ["an extended header without a key"] = Of(Extended('x', "5 =a\n"u8.ToArray()), File("f")),
            ["an extended header without an entry"] = Of(Pax('x', ("path", "f"))),
            ["a long name without an entry"] = Of(Long('L', "f")),
            ["two extended headers for one entry"] = Of(Pax('x', ("path", "f")), Pax('x', ("path", "g")), File("h")),
            ["two long names for one entry"] = Of(Long('L', "f"), Long('L', "g"), File("h")),
            ["a long name and a path of pax"] = Of(Long('L', "f"), Pax('x', ("path", "g")), File("h")),
            ["a path of pax and a long name"] = Of(Pax('x', ("path", "g")), Long('L', "f"), File("h")),
            ["an empty long name"] = Of(Long('L', ""), File("h")),
            ["an empty path of pax"] = Of(Pax('x', ("path", "")), File("h")),
            ["two paths of pax"] = Of(Pax('x', ("path", "f"), ("path", "g")), File("h")),
            ["an extended header of a gigabyte"] = Of(Header("x", 'x', 1 << 30)),
            ["a long name of a gigabyte"] = Of(Header("x", 'L', 1 << 30)),

            ["two sizes"] = Of(Pax('x', ("size", "0")), File("f")),
            ["a negative size of pax"] = Of(Pax('x', ("size", "-512")), File("f")),
            ["a size of pax that is no number"] = Of(Pax('x', ("size", "0x7")), File("f")),
            ["a size of pax beyond 63 bits"] = Of(Pax('x', ("size", "18446744073709551616")), File("f")),
            ["a size in base 256 that is negative"] = Of(
                With(Header("f"), 124, [.. Enumerable.Repeat((byte)0xff, 12)])),
            ["a size in base 256 beyond 63 bits"] = Of(
                With(Header("f"), 124, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0)),
            ["a size in base 256 of all of 63 bits"] = Of(
                With(Header("f"), 124, 0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
            ["a size that is not octal"] = Of(With(Header("f"), 124, "00000000009\0"u8.ToArray())),
            ["a size after a NUL"] = Of([
                .. With(Header("f"), 124, "\0 000000007\0"u8.ToArray()),
                .. Padded("content"u8.ToArray()),
            ]),
            ["a size with a NUL in it"] = Of(With(Header("f"), 124, "0000\0000007\0"u8.ToArray())),
            ["a mode that is negative"] = Of(With(Header("f"), 100, [.. Enumerable.Repeat((byte)0xff, 8)])),
            ["a size larger than the archive"] = Of(Header("f", '0', 1 << 20)),

            ["a header with a wrong checksum"] = Of(Wrong(Header("f"))),
            ["a header of another format"] = Of(With(Header("f"), 257, "tarrr\0"u8.ToArray())),
            ["a header of an unknown version"] = Of(With(Header("f"), 263, "99"u8.ToArray())),
            ["a header with an owner that is no number"] = Of(With(Header("f"), 108, "root\0\0\0\0"u8.ToArray())),
            ["a header with a time that is no number"] = Of(With(Header("f"), 136, "yesterday\0\0\0"u8.ToArray())),
            ["a header with an owner that is negative"] = Of(
                With(Header("f"), 108, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
            ["a header with an owner of an unknown form"] = Of(
                With(Header("f"), 108, 0x9d, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0)),
            ["a header with a time beyond all years"] = Of(
                With(Header("f"), 136, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)),
            ["a header of star"] = Of(With(Header("f"), 508, "tar\0"u8.ToArray())),
            ["a header of GNU tar with a prefix"] = Of(With(Header("f", magic: "ustar  \0"), 345, "../x"u8.ToArray())),
            ["an archive without an end"] = Of()[..^1024],
            ["an archive with half an end"] = Of()[..^512],
            ["an archive with something after its end"] = [.. Of(), .. new byte[511], 1],
            ["two archives"] = [.. Of(), .. Of()],
            ["something between the two blocks of the end"] = [.. Of()[..^512], .. File("f"), .. new byte[1024]],
            ["no archive"] = Encoding.ASCII.GetBytes(new string('x', 4096)),
            ["nothing"] = [],
        };

    public static Dictionary<string, byte[]> Sound { get; } =
        new()
        {
            ["files and folders"] = Of(Folder("d"), File("d/f"), File("a/b/c")),
            ["a folder twice and after its files"] = Of(File("d/f"), Folder("d"), Folder("d"), Folder("./d")),
            ["the top"] = [.. Header("./", '5', mode: 0x1ED), .. Of()],
            ["a name with a line feed and one with a backslash"] = Of(
                File("a\nb"), File("a\\b"), File("..\\c"), File("...")),
            ["a link within"] = Of(File("f"), Link("d/l", "../f")),
            ["a link to nothing"] = Of(Link("l", "nothing")),
            ["a hard link to a file"] = Of(File("d/f"), HardLink("h", "d/f"), HardLink("i", "./h")),
            ["a long name"] = Of(Long('L', string.Concat(Enumerable.Repeat("folder/", 40)) + "f"), File("f")),
            ["a path of pax"] = Of(
                Pax('x', ("mtime", "1.5"), ("path", string.Concat(Enumerable.Repeat("folder/", 40)) + "ü")), File("f")),
            ["a size of pax that is the header's"] = Of(Pax('x', ("size", "7")), File("f")),
            ["a global header"] = [.. Pax('g', ("comment", "a commit")), .. Of(Pax('g', ("mtime", "0")), File("f"))],
            ["old headers"] = Of(Header("f", '\0', magic: ""), Header("g", magic: "ustar  \0")),
            ["a setgid folder"] = Of(Header("d/", '5', mode: 0x5ED)),
            ["a size in base 256"] = Of([
                .. With(Header("f"), 124, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7),
                .. Padded("content"u8.ToArray()),
            ]),
            ["zeros after the end"] = [.. Of(), .. new byte[10240]],
        };

    private static byte[] Of(params byte[][] parts) => Archive([Dockerfile, .. parts]);

    private static byte[] Wrong(byte[] header)
    {
        header[0] ^= 1;
        return header;
    }
}
