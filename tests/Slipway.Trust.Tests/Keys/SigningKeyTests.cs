using System.Security.Cryptography;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Tests.Keys;

public sealed class SigningKeyTests
{
    [Theory]
    [InlineData(SigningAlgorithm.EcdsaP256)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public void A_key_is_read_from_what_it_is_written_as(SigningAlgorithm algorithm)
    {
        var key = SigningKey.Create(algorithm);

        Assert.True(SigningKey.TryParse(key.Pem, out var read, out _));
        Assert.Equal(key.Key, read.Key);
        Assert.True(VerifyingKey.TryParse(key.Key.Pem, out var known));
        Assert.Equal(key.Key, known);
        Assert.True(VerifyingKey.TryParse(key.Key.Text, out known));
        Assert.Equal(key.Key, known);
        Assert.True(known.Verifies("content"u8, read.Sign("content"u8)));
        Assert.False(known.Verifies("other"u8, read.Sign("content"u8)));
        Assert.NotEqual(key.Key, SigningKey.Create(algorithm).Key);
    }

    // RFC 8032, section 7.1, test 2.
    [Fact]
    public void The_form_of_scriptworker_is_that_of_the_32_bytes()
    {
        string secret = Convert.ToBase64String(Convert.FromHexString(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        string known = Convert.ToBase64String(Convert.FromHexString(
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));

        Assert.True(SigningKey.TryParse(secret + "\n", out var key, out _));
        Assert.Equal(secret, key.RawText);
        Assert.Equal(known, key.Key.RawText);
        Assert.True(VerifyingKey.TryParse(known, out var parsed));
        Assert.Equal(key.Key, parsed);
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(key.Sign([0x72])));
        Assert.True(SigningKey.TryParse(key.Pem, out var again, out _));
        Assert.Equal(secret, again.RawText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("AAAA")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void What_is_no_key_is_refused(string text)
    {
        Assert.False(SigningKey.TryParse(text, out _, out string? failure));
        Assert.Equal("it is neither a P-256 nor an Ed25519 key", failure);
        Assert.False(VerifyingKey.TryParse(text, out _));
    }

    [Fact]
    public void Keys_of_other_kinds_are_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);

        Assert.False(SigningKey.TryParse(p384.ExportPkcs8PrivateKeyPem(), out _, out _));
        Assert.False(SigningKey.TryParse(rsa.ExportPkcs8PrivateKeyPem(), out _, out _));
        Assert.False(SigningKey.TryParse(p256.ExportECPrivateKeyPem(), out _, out string? failure));
        Assert.Contains("EC PRIVATE KEY", failure, StringComparison.Ordinal);
        Assert.False(VerifyingKey.TryParse(p384.ExportSubjectPublicKeyInfoPem(), out _));
        Assert.False(VerifyingKey.TryParse(rsa.ExportSubjectPublicKeyInfoPem(), out _));
        Assert.False(VerifyingKey.TryParse(p256.ExportPkcs8PrivateKeyPem(), out _));
    }

    [Fact]
    public void What_is_no_point_of_the_curve_is_no_key()
    {
        byte[] info = SigningKey.Create(SigningAlgorithm.EcdsaP256).Key.Info.ToArray();
        info[^1] ^= 1;

        Assert.False(VerifyingKey.TryRead(info, out _));
    }

    [Fact]
    public void A_signature_that_is_not_the_one_form_is_refused()
    {
        var key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
        byte[] signature = key.Sign("content"u8);

        Assert.False(key.Key.Verifies("content"u8, []));
        Assert.False(key.Key.Verifies("content"u8, signature.AsSpan(1)));
        Assert.False(key.Key.Verifies("content"u8, [.. signature, 0]));
        Assert.False(key.Key.Verifies("content"u8, new byte[64]));
    }
}
