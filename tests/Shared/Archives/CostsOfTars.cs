using static Slipway.Tests.Archives.RawTar;

namespace Slipway.Tests.Archives;

/// <summary>What it costs to read archives whose entries are many, deep, or both.</summary>
internal static class CostsOfTars
{
    /// <param name="read">Reads an archive on the thread that asks for it.</param>
    public static Task AreLinearAsync(Func<byte[], Task> read)
    {
        Grows(
            "bytes for many entries",
            500,
            size => [.. Enumerable.Range(0, size).SelectMany(i => File($"folder{i % 10}/file{i}"))],
            read);
        Grows(
            "bytes for many links",
            500,
            size => [.. Enumerable.Range(0, size).SelectMany(i => Link($"folder{i % 10}/link{i}", "x"))],
            read);
        Grows("bytes for a deep entry", 500, size => Named(string.Concat(Enumerable.Repeat("d/", size)) + "f"), read);
        Grows(
            "bytes for entries below each other",
            40,
            size =>
                [
                    .. Enumerable
                        .Range(0, size)
                        .SelectMany(i => Named(string.Concat(Enumerable.Repeat("d/", i % 10)) + i)),
                ],
            read);
        return Task.CompletedTask;
    }

    private static void Grows(string what, int size, Func<int, byte[]> entries, Func<byte[], Task> read) =>
        Growth.IsLinear(
            what,
            size,
            count =>
            {
                byte[] archive = Archive(File("Dockerfile", "FROM scratch\n"), entries(count));
                return Growth.Allocated(() => Assert.True(read(archive).IsCompletedSuccessfully));
            });

    private static byte[] Named(string path) => [.. Pax('x', ("path", path)), .. File("f")];
}
