using System.Security.Cryptography;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Store.Blobs;

/// <summary>Reads a file and hashes what it hands out.</summary>
internal sealed class HashedFile(FileStream file) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override long Length { get; } = file.Length;

    /// <summary>Reads what is left, and gives the SHA-256 of the whole file.</summary>
    public Sha256Digest FinishHash()
    {
        Span<byte> rest = stackalloc byte[4096];
        while (Read(rest) > 0)
        {
        }

        return Sha256Digest.Finish(_hash);
    }

    public override int Read(Span<byte> buffer)
    {
        int count = file.Read(buffer);
        _hash.AppendData(buffer[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
