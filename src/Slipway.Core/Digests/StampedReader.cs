using System.Buffers;
using System.Security.Cryptography;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Reads files of the tree and notices when they change meanwhile.</summary>
internal sealed class StampedReader(ISourceTree tree)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Reads a file from its start to its end.</summary>
    /// <returns>SHA-256 of what was read.</returns>
    /// <exception cref="SlipwayException">It cannot be read, or is not the file that the entry describes.</exception>
    public Sha256Digest Read(TreeEntry file, BlockConsumer? consumer, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var content = tree.OpenRead(file.Path);
            Expect(content.CurrentStamp() == file.Stamp, file);
            var digest = file.Size <= buffer.Length
                ? ReadAtOnce(content, file, buffer, consumer)
                : ReadInBlocks(content, file, buffer, consumer, cancellationToken);
            Expect(content.CurrentStamp() == file.Stamp, file);
            return digest;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Sha256Digest ReadAtOnce(TreeStream content, TreeEntry file, byte[] buffer, BlockConsumer? consumer)
    {
        var block = buffer.AsSpan(0, (int)file.Size);
        Expect(content.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) == block.Length, file);
        consumer?.Invoke(block);
        return Sha256Digest.Of(block);
    }

    private static Sha256Digest ReadInBlocks(
        TreeStream content,
        TreeEntry file,
        byte[] buffer,
        BlockConsumer? consumer,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long left = file.Size; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            Expect(read > 0, file);
            hash.AppendData(buffer, 0, read);
            consumer?.Invoke(buffer.AsSpan(0, read));
            left -= read;
        }

        return Sha256Digest.Finish(hash);
    }

    private static void Expect(bool unchanged, TreeEntry file)
    {
        if (!unchanged)
        {
            throw TreeProblems.Changed(file.Path);
        }
    }
}

/// <summary>Takes the next bytes of a file.</summary>
internal delegate void BlockConsumer(ReadOnlySpan<byte> block);
