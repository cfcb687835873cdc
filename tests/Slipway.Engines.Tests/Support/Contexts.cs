using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using Slipway.Model.Engines;

namespace Slipway.Engines.Tests.Support;

/// <summary>Small build contexts whose base is busybox, since no image is pulled.</summary>
internal static class Contexts
{
    public const string Busybox = "/bin/busybox";

    /// <summary>The steps that give an image a shell.</summary>
    public const string WithShell =
        """
        FROM scratch
        COPY busybox /bin/busybox
        COPY busybox /bin/sh

        """;

    public static BuildRequest Request(string dockerfile, params IEnumerable<(string Name, byte[] Content)> files)
    {
        byte[] context = Tar([("Dockerfile", Encoding.UTF8.GetBytes(dockerfile)), .. files]);
        return new BuildRequest
        {
            WriteContext = (stream, token) => stream.WriteAsync(context, token).AsTask(),
            Args = ImmutableSortedDictionary<string, string>.Empty,
            Labels = ImmutableSortedDictionary<string, string>.Empty,
            Platform = "linux/amd64",
        };
    }

    /// <summary>A request whose context has busybox.</summary>
    public static BuildRequest ShellRequest(string steps, params IEnumerable<(string Name, byte[] Content)> files) =>
        Request(WithShell + steps, [("busybox", File.ReadAllBytes(Busybox)), .. files]);

    /// <summary>Names of this run only: the engine's cache must not answer for another test.</summary>
    public static string Unique() => Guid.NewGuid().ToString("N")[..12];

    public static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    public static byte[] Tar(IEnumerable<(string Name, byte[] Content)> files)
    {
        var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = (UnixFileMode)Convert.ToInt32("755", 8),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(content),
                });
            }
        }

        return buffer.ToArray();
    }
}
