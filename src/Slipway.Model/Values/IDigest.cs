using System.Diagnostics.CodeAnalysis;

namespace Slipway.Model.Values;

/// <summary>
/// A SHA-256 value that says what it is the digest of. There is one type for each meaning, so that none can be taken
/// for another; <see cref="Sha256"/> is the bare value, for storage and for comparing across meanings on purpose.
/// </summary>
/// <typeparam name="TSelf">The type that implements this.</typeparam>
public interface IDigest<TSelf>
    where TSelf : struct, IDigest<TSelf>
{
    /// <summary>The bare value.</summary>
    Sha256Digest Sha256 { get; }

    /// <summary>Gives a bare value its meaning.</summary>
    static abstract TSelf From(Sha256Digest sha256);
}

/// <summary>Reading and writing digests, the same for every meaning.</summary>
[SuppressMessage(
    "Design", "CA1000", Justification = "The static members of the block are called on the type that it extends.")]
public static class DigestExtensions
{
    extension<T>(T digest)
        where T : struct, IDigest<T>
    {
        /// <summary>The first twelve digits, for people and for tags.</summary>
        public string Short => digest.Sha256.Short;

        /// <summary>The OCI form, <c>sha256:&lt;hex&gt;</c>.</summary>
        public string ToOciString() => digest.Sha256.ToOciString();

        /// <summary>Hashes bytes that are already in memory.</summary>
        public static T Of(ReadOnlySpan<byte> content) => T.From(Sha256Digest.Of(content));

        /// <inheritdoc cref="Sha256Digest.Parse"/>
        public static T Parse(ReadOnlySpan<char> text) => T.From(Sha256Digest.Parse(text));

        /// <inheritdoc cref="Sha256Digest.TryParse"/>
        public static bool TryParse(ReadOnlySpan<char> text, out T parsed)
        {
            bool isParsed = Sha256Digest.TryParse(text, out var sha256);
            parsed = T.From(sha256);
            return isParsed;
        }

        /// <inheritdoc cref="Sha256Digest.TryParseOci"/>
        public static bool TryParseOci(ReadOnlySpan<char> text, out T parsed)
        {
            bool isParsed = Sha256Digest.TryParseOci(text, out var sha256);
            parsed = T.From(sha256);
            return isParsed;
        }
    }
}
