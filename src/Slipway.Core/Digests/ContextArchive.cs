using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tar.Writing;

namespace Slipway.Core.Digests;

/// <summary>Writes build contexts as tar archives, byte-identical for the same inputs, in constant memory.</summary>
/// <param name="tree">The tree that the inputs were computed from.</param>
public sealed class ContextArchive(ISourceTree tree)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Writes the archive; the stream stays open.</summary>
    /// <exception cref="SlipwayException">
    /// A file is not what was hashed, or changed while it was read. What was written up to then is not a whole archive.
    /// </exception>
    public Task WriteAsync(ImageInputs inputs, Stream output, CancellationToken cancellationToken) =>
        WriteAsync(inputs, dockerfile: null, output, cancellationToken);

    /// <summary>Writes the archive with another Dockerfile in the place of the one that was hashed.</summary>
    /// <param name="inputs">The context and the hashes of its files.</param>
    /// <param name="dockerfile">The content to send instead; null for the context's own.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(ImageInputs, Stream, CancellationToken)" path="/exception"/>
    public async Task WriteAsync(
        ImageInputs inputs, ReadOnlyMemory<byte>? dockerfile, Stream output, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var buffered = new BufferedStream(output, BufferSize);
            long written = 0;
            for (int i = 0; i < inputs.Context.Files.Length; i++)
            {
                var file = inputs.Context.Files[i];
                var content = file.Path == inputs.Context.Dockerfile ? dockerfile ?? file.Content : file.Content;
                bool fromTree = file is { Source: not null, LinkTarget: null };
                long size = fromTree || file.LinkTarget is not null ? file.Size : content.Length;
                byte[] header = TarFormat.Header(file.Path, file.Mode, file.LinkTarget, size);
                await buffered.WriteAsync(header, cancellationToken);
                if (fromTree)
                {
                    await CopyAsync(file.Source!, inputs.FileHashes[i], hash, buffer, buffered, cancellationToken);
                }
                else if (file.LinkTarget is null)
                {
                    await buffered.WriteAsync(content, cancellationToken);
                }

                await WriteZerosAsync(buffered, TarFormat.Padding(size), cancellationToken);
                written += header.Length + size + TarFormat.Padding(size);
            }

            await WriteZerosAsync(buffered, TarFormat.EndPadding(written), cancellationToken);
            await buffered.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Writes the archive compressed. The same release of Slipway gives the same bytes;
    /// what is inside is the same in all.
    /// </summary>
    /// <inheritdoc cref="WriteAsync(ImageInputs, Stream, CancellationToken)" path="/exception"/>
    public async Task WriteGzipAsync(ImageInputs inputs, Stream output, CancellationToken cancellationToken)
    {
        // GZipStream writes neither a name nor a time into the header.
        await using var compressed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        await WriteAsync(inputs, compressed, cancellationToken);
    }

    private async Task CopyAsync(
        TreeEntry file,
        Sha256Digest? expected,
        IncrementalHash hash,
        byte[] buffer,
        Stream output,
        CancellationToken cancellationToken)
    {
        await using var content = tree.OpenRead(file.Path);
        if (content.CurrentStamp() != file.Stamp)
        {
            throw TreeProblems.Changed(file.Path);
        }

        for (long left = file.Size; left > 0;)
        {
            var block = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            int read = await content.ReadAsync(block, cancellationToken);
            if (read == 0)
            {
                throw TreeProblems.Changed(file.Path);
            }

            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(block[..read], cancellationToken);
            left -= read;
        }

        if (Sha256Digest.Finish(hash) != expected || content.CurrentStamp() != file.Stamp)
        {
            throw TreeProblems.Changed(file.Path);
        }
    }

    private static ValueTask WriteZerosAsync(BufferedStream output, int count, CancellationToken cancellationToken) =>
        output.WriteAsync(Zeros.AsMemory(0, count), cancellationToken);

    private static readonly byte[] Zeros = new byte[TarFormat.RecordSize + (2 * TarFormat.BlockSize)];
}
