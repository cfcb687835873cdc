using System.Buffers;
using System.Security.Cryptography;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>Says which layer a stream is.</summary>
public static class LayerHash
{
    private const int BufferSize = 128 << 10;

    /// <summary>SHA-256 of an uncompressed layer, read to its end.</summary>
    public static async Task<DiffId> OfAsync(Stream layer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await layer.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                hash.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new DiffId(Sha256Digest.Finish(hash));
    }
}
