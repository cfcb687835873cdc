using System.Security.Cryptography;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Archives.Packing;

/// <summary>Passes on what is written, and hashes and counts it.</summary>
internal sealed class HashingStream(Stream inner) : SinkStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long BytesWritten { get; private set; }

    public Sha256Digest FinishHash() => Sha256Digest.Finish(_hash);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        BytesWritten += buffer.Length;
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
