using Slipway.Git.Programs;

namespace Slipway.Git.Trees;

/// <summary>The content of a file of a revision, as a checkout would write it.</summary>
/// <param name="git">Runs git.</param>
/// <param name="blobs">Reads small blobs.</param>
/// <param name="blob">The blob's id.</param>
/// <param name="knownSize">Its bytes as the repository has them; null to ask when somebody wants to know.</param>
/// <param name="convertedAs">The path whose attributes say how its bytes are changed on their way into a checkout; null
/// when they stay as they are.</param>
internal sealed class BlobContent(GitProgram git, BlobReader blobs, string blob, long? knownSize, string? convertedAs)
{
    /// <summary>What is read at once and, when it took a conversion, kept.</summary>
    private const int SmallSize = 1 << 20;

    private readonly Lazy<long> _size = new(() => knownSize ?? blobs.SizeOf(blob));

    private readonly Lazy<(long Size, byte[]? Content)> _converted = new(() => Convert(git, blob, convertedAs!));

    /// <summary>Bytes. Of a converted file they are known only by converting it.</summary>
    public long Size => convertedAs is null ? _size.Value : _converted.Value.Size;

    public Stream Open()
    {
        if (convertedAs is not null)
        {
            return _converted.Value.Content is { } content
                ? new MemoryStream(content, writable: false)
                : new GitStream(git, Arguments(blob, convertedAs));
        }

        return _size.Value <= SmallSize
            ? new MemoryStream(blobs.Read(blob), writable: false)
            : new GitStream(git, ["cat-file", "blob", blob]);
    }

    private static (long Size, byte[]? Content) Convert(GitProgram git, string blob, string path)
    {
        using var stream = new GitStream(git, Arguments(blob, path));
        using var kept = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            size += read;
            if (size <= SmallSize)
            {
                kept.Write(buffer.AsSpan(0, read));
            }
        }

        return (size, size <= SmallSize ? kept.ToArray() : null);
    }

    private static System.Collections.Immutable.ImmutableArray<string> Arguments(string blob, string path) =>
        ["cat-file", "--filters", $"--path={path}", blob];
}
