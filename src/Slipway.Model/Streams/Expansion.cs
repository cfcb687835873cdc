using Slipway.Model.Diagnostics;

namespace Slipway.Model.Streams;

/// <summary>
/// Holds what decompression gives against what it took, so that a few bytes do not become a full disk.
/// </summary>
/// <param name="limit">What is allowed.</param>
/// <param name="refuse">Makes the failure, of the bytes that are allowed.</param>
public sealed class Expansion(ExpansionLimit limit, Func<long, SlipwayException> refuse)
{
    private long _packed;
    private long _expanded;

    /// <summary>Says that so many compressed bytes were read.</summary>
    public void Take(long bytes) => _packed += bytes;

    /// <summary>Says that so many bytes came out.</summary>
    /// <exception cref="SlipwayException">They are more than the compressed ones may become.</exception>
    public void Give(long bytes)
    {
        _expanded += bytes;
        if (_expanded > limit.For(_packed))
        {
            throw refuse(limit.For(_packed));
        }
    }

    /// <summary>A stream whose bytes are counted as compressed ones.</summary>
    public Stream Taking(Stream packed) => new Counted(packed, Take);

    private sealed class Counted(Stream source, Action<long> count) : ForwardStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await source.ReadAsync(buffer, cancellationToken);
            count(read);
            return read;
        }
    }
}
