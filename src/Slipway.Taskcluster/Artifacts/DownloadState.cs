using System.Security.Cryptography;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Objects;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>
/// How far a download has come: what was passed on cannot be taken back, so it is never sent twice nor mixed.
/// </summary>
/// <param name="artifact">For people.</param>
/// <param name="sink">Gets the bytes.</param>
/// <param name="progress">Told of them.</param>
internal sealed class DownloadState(
    string artifact,
    Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
    IProgress<long>? progress) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private readonly IncrementalHash _repeated = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _tag;
    private long _toRepeat;
    private ContentHashes _expected = ContentHashes.None;

    /// <summary>Bytes that were passed on.</summary>
    public long Position { get; private set; }

    /// <summary>Whether something was passed on.</summary>
    public bool HasBegun => Position > 0;

    /// <summary>Where the next attempt may go on; null when it has to begin at the start.</summary>
    public ResumePoint? Point => HasBegun && _tag is not null ? new ResumePoint(Position, _tag) : null;

    /// <summary>An attempt begins whose bytes are the whole content.</summary>
    /// <param name="tag">The strong entity tag of the content as it is; null when there is none,
    /// or it has to be unpacked.</param>
    /// <param name="expected">What the content has to be.</param>
    public void BeginAtStart(string? tag, ContentHashes expected)
    {
        _tag = tag;
        _toRepeat = Position;
        _repeated.GetHashAndReset();
        if (!HasBegun)
        {
            // The hashes of an object never change, and only from the first byte on can one be computed.
            _expected = expected;
        }
    }

    /// <summary>An attempt begins whose bytes are those behind what there is.</summary>
    public void BeginAtPoint() => _toRepeat = 0;

    /// <summary>The next attempt has to begin at the start.</summary>
    public void ForgetPoint() => _tag = null;

    /// <summary>Passes on what was not yet; what was has to be the same again.</summary>
    public async ValueTask AcceptAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_toRepeat > 0)
        {
            int known = (int)Math.Min(_toRepeat, bytes.Length);
            _repeated.AppendData(bytes.Span[..known]);
            _toRepeat -= known;
            bytes = bytes[known..];
            if (_toRepeat == 0 && !IsSame())
            {
                throw ArtifactFailures.Changed(artifact);
            }
        }

        if (bytes.Length > 0)
        {
            await sink(bytes, cancellationToken);
            _sha256.AppendData(bytes.Span);
            if (_expected.Sha512 is not null)
            {
                _sha512.AppendData(bytes.Span);
            }

            Position += bytes.Length;
            progress?.Report(Position);
        }
    }

    /// <summary>The content has ended.</summary>
    /// <exception cref="SlipwayException">It is not what it should be.</exception>
    public ArtifactReceipt Finish()
    {
        if (_toRepeat > 0)
        {
            throw ArtifactFailures.Changed(artifact);
        }

        var digest = Sha256Digest.Finish(_sha256);
        var actual = new ContentHashes(
            digest.ToString(),
            _expected.Sha512 is null ? null : Convert.ToHexStringLower(_sha512.GetHashAndReset()));
        return actual.Satisfies(_expected)
            ? new ArtifactReceipt(digest, Position, IsVerified: !_expected.IsNone)
            : throw ArtifactFailures.Mismatch(artifact);
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _sha512.Dispose();
        _repeated.Dispose();
    }

    private bool IsSame()
    {
        Span<byte> before = stackalloc byte[Sha256Digest.Size];
        Span<byte> again = stackalloc byte[Sha256Digest.Size];
        _sha256.GetCurrentHash(before);
        _repeated.GetHashAndReset(again);
        return before.SequenceEqual(again);
    }
}

/// <summary>From where on a download goes on.</summary>
/// <param name="Position">The first byte that is missing.</param>
/// <param name="Tag">The version that the bytes before it are of; a strong entity tag, as it was sent.</param>
internal sealed record ResumePoint(long Position, string Tag);
