using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tar.Reading;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>A build context as a file: a tar, plain or compressed with gzip, that has been looked at.</summary>
internal sealed class PackedContext
{
    private readonly string _path;
    private readonly ContextLimits _limits;
    private readonly Sha256Digest _hash;
    private readonly long _headerOffset;
    private readonly byte[] _header;

    private PackedContext(string path, ContextLimits limits, Sha256Digest hash, ContextScan scan)
    {
        _path = path;
        _limits = limits;
        _hash = hash;
        _headerOffset = scan.HeaderOffset;
        _header = scan.Header;
        Dockerfile = scan.Dockerfile;
    }

    /// <summary>The Dockerfile in it, whose directives were carried out when the context was made.</summary>
    public ReadOnlyMemory<byte> Dockerfile { get; }

    /// <param name="path">The file, which must not change any more.</param>
    /// <param name="dockerfile">The path of the Dockerfile in it.</param>
    /// <param name="expected">SHA-256 of the tar.</param>
    /// <param name="limits">What it may not exceed.</param>
    /// <exception cref="SlipwayException">It is another context, or none.</exception>
    public static async Task<PackedContext> OpenAsync(
        string path,
        string dockerfile,
        Sha256Digest expected,
        ContextLimits limits,
        CancellationToken cancellationToken)
    {
        await using var reader = ContextReader.Open(path, limits);
        var scan = new ContextScan(reader, dockerfile, limits);
        await scan.RunAsync(cancellationToken);
        var hash = reader.FinishHash();
        return hash == expected
            ? new PackedContext(path, limits, hash, scan)
            : throw ContextErrors.Mismatch(hash, expected);
    }

    /// <summary>
    /// Writes the tar with another Dockerfile in the place of its own; everything else is as it is, byte for byte.
    /// </summary>
    public async Task WriteAsync(
        ReadOnlyMemory<byte> dockerfile, Stream destination, CancellationToken cancellationToken)
    {
        await using var reader = ContextReader.Open(_path, _limits);
        await reader.CopyAsync(_headerOffset, destination, cancellationToken);
        await reader.SkipAsync(TarHeader.BlockSize + Padded(Dockerfile.Length), cancellationToken);
        await destination.WriteAsync(TarHeader.WithSize(_header, dockerfile.Length), cancellationToken);
        await destination.WriteAsync(dockerfile, cancellationToken);
        await destination.WriteAsync(new byte[TarHeader.Padding(dockerfile.Length)], cancellationToken);
        while (await reader.ReadAsync(long.MaxValue, cancellationToken) is { IsEmpty: false } rest)
        {
            await destination.WriteAsync(rest, cancellationToken);
        }

        if (reader.FinishHash() is var hash && hash != _hash)
        {
            throw ContextErrors.Mismatch(hash, _hash);
        }
    }

    private static long Padded(long size) => size + TarHeader.Padding(size);
}
