using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>Contexts for tests.</summary>
internal static class Tars
{
    public static byte[] Of(string dockerfile, params IEnumerable<(string Name, byte[] Content)> files) => Of(tar =>
    {
        foreach (var (name, content) in files.Append(("Dockerfile", Encoding.UTF8.GetBytes(dockerfile))))
        {
            File(tar, name, content);
        }
    });

    public static byte[] Of(Action<TarWriter> write)
    {
        var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
        {
            write(writer);
        }

        return buffer.ToArray();
    }

    public static void File(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = (UnixFileMode)Convert.ToInt32("755", 8),
            DataStream = new MemoryStream(content),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });

    public static byte[] Gzip(byte[] content)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return buffer.ToArray();
    }

    /// <summary>The files of an archive.</summary>
    public static Dictionary<string, byte[]> Read(byte[] archive)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }
}
