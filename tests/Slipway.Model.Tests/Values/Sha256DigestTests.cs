using System.Security.Cryptography;
using CsCheck;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Values;

public class Sha256DigestTests
{
    [Fact]
    public void What_is_printed_is_read_back() =>
        Gen.Byte.Array[32].Sample(bytes =>
        {
            var digest = new Sha256Digest(bytes);
            Span<byte> copy = stackalloc byte[Sha256Digest.Size];
            digest.CopyTo(copy);
            return copy.SequenceEqual(bytes)
                && Sha256Digest.Parse(digest.ToString()) == digest
                && Sha256Digest.Parse(digest.ToOciString()) == digest
                && $"{digest}" == Convert.ToHexStringLower(bytes);
        });

    [Fact]
    public void The_order_is_that_of_the_text() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample((a, b) =>
            Math.Sign(new Sha256Digest(a).CompareTo(new Sha256Digest(b)))
            == Math.Sign(string.CompareOrdinal(Convert.ToHexStringLower(a), Convert.ToHexStringLower(b))));

    [Fact]
    public void It_is_the_SHA_256_of_the_content() =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("x"u8)), Sha256Digest.Of("x"u8).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("md5:9c3f142a02ae4a80cae2b9c6d71e9b8f31552c6fc6bd4d1a6b497addb4a83ce4")]
    [InlineData("9c3f142a02ae4a80cae2b9c6d71e9b8f31552c6fc6bd4d1a6b497addb4a83ce")]
    [InlineData("9c3f142a02ae4a80cae2b9c6d71e9b8f31552c6fc6bd4d1a6b497addb4a83ceg")]
    public void Other_text_is_refused(string text) => Assert.False(Sha256Digest.TryParse(text, out _));

    [Fact]
    public void A_digest_with_a_meaning_is_written_as_the_bare_value()
    {
        var bare = Sha256Digest.Of("x"u8);
        var hash = ImageHash.Of("x"u8);
        Assert.Equal(bare, hash.Sha256);
        Assert.Equal(bare.ToString(), $"{hash}");
        Assert.Equal(bare.Short, hash.Short);
        Assert.Equal(bare.ToOciString(), hash.ToOciString());
        Assert.Equal(hash, ImageHash.Parse(bare.ToOciString()));
        Assert.True(DiffId.TryParse(bare.ToString(), out var diffId));
        Assert.Equal(bare, diffId.Sha256);
        Assert.False(RepoDigest.TryParseOci(bare.ToString(), out _));
        Assert.False(InputsDigest.TryParse("x", out _));
        Assert.Throws<FormatException>(() => InputsDigest.Parse("x"));
    }
}
