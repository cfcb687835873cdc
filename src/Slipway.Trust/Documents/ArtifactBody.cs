using System.Collections.Immutable;
using System.Security.Cryptography;
using Slipway.Trust.Json;

namespace Slipway.Trust.Documents;

/// <summary>The bytes of a document, or at least what they hash to.</summary>
public sealed class ArtifactBody
{
    /// <summary>Bytes of which something is read; an archive that is only hashed may be larger.</summary>
    private const long MostContent = 1L << 30;

    private const string Sha256 = "sha256";

    private readonly ReadOnlyMemory<byte> _part;
    private readonly int _times;
    private JsonReading? _json;
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    private ArtifactBody(ReadOnlyMemory<byte> part, int times) => (_part, _times) = (part, times);

    /// <summary>Bytes that are at hand.</summary>
    public static ArtifactBody Of(ReadOnlyMemory<byte> content) => new(content, 1);

    /// <summary>Bytes that stand several times behind one another.</summary>
    public static ArtifactBody Repeated(ReadOnlyMemory<byte> part, int times) => new(part, Math.Max(0, times));

    /// <summary>Bytes that went elsewhere and were hashed on the way.</summary>
    /// <param name="hashes">By the name of the algorithm, such as <c>sha256</c>; lower-case hexadecimal.</param>
    /// <param name="contents">What was found inside; null when nobody looked.</param>
    public static ArtifactBody Hashed(
        ImmutableDictionary<string, string> hashes, ArtifactContents? contents = null)
    {
        var body = new ArtifactBody(ReadOnlyMemory<byte>.Empty, 0) { HasContent = false, Contents = contents };
        foreach (var (algorithm, hash) in hashes)
        {
            body._hashes[algorithm] = hash;
        }

        return body;
    }

    /// <summary>The same with what was found before, if that was in the same bytes.</summary>
    public ArtifactBody With(ArtifactBody? before) =>
        Contents is { } found
        && before is { HasContent: false, Contents: { } known }
        && before.Hash(Sha256) is { } hash && hash == Hash(Sha256)
            ? Hashed(
                KnownHashes.ToImmutableDictionary(StringComparer.Ordinal),
                found with
                {
                    Image = found.Image ?? known.Image,
                    Tar = found.Tar ?? known.Tar,
                    Dockerfiles = known.Dockerfiles.SetItems(found.Dockerfiles),
                })
            : this;

    /// <summary>Whether the bytes themselves are at hand.</summary>
    public bool HasContent { get; private init; } = true;

    /// <summary>What is inside; null when nobody looked.</summary>
    public ArtifactContents? Contents { get; private init; }

    /// <summary>The hashes that were computed so far, or are all that is known.</summary>
    public ImmutableSortedDictionary<string, string> KnownHashes
    {
        get
        {
            lock (_hashes)
            {
                return _hashes.ToImmutableSortedDictionary(StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The bytes; null when only their hashes are known, or when they are too many to be read.</summary>
    public ReadOnlyMemory<byte>? Content
    {
        get
        {
            if (!HasContent || (long)_part.Length * _times > MostContent)
            {
                return null;
            }

            if (_times == 1)
            {
                return _part;
            }

            byte[] whole = new byte[_part.Length * _times];
            for (int i = 0; i < _times; i++)
            {
                _part.CopyTo(whole.AsMemory(i * _part.Length));
            }

            return whole;
        }
    }

    /// <summary>
    /// The bytes as JSON, read once however many chains they are a part of; null when they are not at hand.
    /// </summary>
    internal JsonReading? Json
    {
        get
        {
            lock (_hashes)
            {
                return _json ??= Content is { } content ? StrictJson.Read(content.Span) : null;
            }
        }
    }

    /// <summary>The hash in lower-case hexadecimal; null for an algorithm that is not known here.</summary>
    /// <param name="algorithm">By its name in Python, such as <c>sha256</c>.</param>
    public string? Hash(string algorithm)
    {
        lock (_hashes)
        {
            if (_hashes.TryGetValue(algorithm, out string? known))
            {
                return known;
            }

            if (!HasContent || Named(algorithm) is not { } name)
            {
                return null;
            }

            using var hash = IncrementalHash.CreateHash(name);
            for (int i = 0; i < _times; i++)
            {
                hash.AppendData(_part.Span);
            }

            return _hashes[algorithm] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    // Those of the SHA-2 family: everything else is either broken or written by no worker.
    private static HashAlgorithmName? Named(string algorithm) => algorithm switch
    {
        Sha256 => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
