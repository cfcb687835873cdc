using System.Text;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Trust.Tests.Statements;

public sealed class BundleReaderTests
{
    // Made by @sigstore/sign 4.1.1 of npm.
    private const string Foreign =
        """
        {
         "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
         "verificationMaterial": {
          "publicKey": {
           "hint": "k"
          },
          "timestampVerificationData": {}
         },
         "dsseEnvelope": {
          "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbeyJuYW1lIjoiZXhhbXBsZS5vcmcvaW1hZ2UiLCJkaWdlc3QiOnsic2hhMjU2IjoiYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYSJ9fV0sInByZWRpY2F0ZVR5cGUiOiJodHRwczovL3Nsc2EuZGV2L3Byb3ZlbmFuY2UvdjEiLCJwcmVkaWNhdGUiOnsiYnVpbGREZWZpbml0aW9uIjp7fSwicnVuRGV0YWlscyI6e319fQ==",
          "payloadType": "application/vnd.in-toto+json",
          "signatures": [
           {
            "sig": "SIG",
            "keyid": "k"
           }
          ]
         }
        }
        """;

    private const string P256 =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmOqF0139vv0Epr/zip3NAds2ebVV/Y7HJYQephNiR/8eU4YFESRr0rUz5wC5mQp3ksy4vau8"
        + "C+C/WFVFG3Q8yw==";

    private const string P256Signature =
        "MEQCID1uNlRQ5h2cGoUblwkCSF7W8Vr+JsKvZhw9pXEDHpnVAiBiY14gmVnSwqWgz+V6T1+lXPf8qbGgETqBD7JjU+CLEQ==";

    private const string Ed25519 = "MCowBQYDK2VwAyEAjRnd23K4QFHr+34t55qnLSkaaRKEhWoiCXmJPeT8le4=";

    private const string Ed25519Signature =
        "cuf8gjbKJnvgCl7sLddVyOUrYg01VO/I2Q1x2lms+ACeIkqJcuK5wSzVi4RtefWXF/YBl2utcdPUfBhcz/uABQ==";

    [Theory]
    [InlineData(P256, P256Signature)]
    [InlineData(Ed25519, Ed25519Signature)]
    public void A_bundle_that_another_program_made_is_read_and_verified(string publicKey, string signature)
    {
        Assert.True(VerifyingKey.TryParse(publicKey, out var key));

        var bundle = Read(Foreign.Replace("SIG", signature, StringComparison.Ordinal));

        Assert.True(bundle.IsSignedBy(key));
        Assert.False(bundle.IsSignedBy(SigningKey.Create(key.Algorithm).Key));
        Assert.False((bundle with { Payload = "{}"u8.ToArray() }).IsSignedBy(key));
        Assert.Equal("k", bundle.Hint);
    }

    [Theory]
    [InlineData(SigningAlgorithm.EcdsaP256)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public void What_was_written_is_read(SigningAlgorithm algorithm)
    {
        var key = SigningKey.Create(algorithm);
        var bundle = StatementCase.Sign(ProvenanceWriter.Write(StatementCase.Says()), key);

        var read = Read(Encoding.UTF8.GetString(bundle.ToBytes()));

        Assert.Equal(bundle.ToBytes(), read.ToBytes());
        Assert.True(read.IsSignedBy(key.Key));
        Assert.Equal(key.Key.Hint, read.Hint);
    }

    // https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
    [Fact]
    public void The_encoding_that_is_signed_is_that_of_the_specification() => Assert.Equal(
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        Encoding.UTF8.GetString(Dsse.Encode("http://example.com/HelloWorld", "hello world"u8)));

    [Fact]
    public void The_encoding_that_is_signed_counts_bytes() =>
        Assert.Equal("DSSEv1 2 é 3 €", Encoding.UTF8.GetString(Dsse.Encode("é", "€"u8)));

    [Theory]
    [InlineData("bundle.v0.3+json", "bundle.v0.2+json", "media type")]
    [InlineData("bundle.v0.3+json", "bundle+json;version=0.3", "media type")]
    [InlineData("vnd.in-toto+json", "json", "type of its payload")]
    [InlineData("\"publicKey\"", "\"certificate\"", "publicKey")]
    [InlineData("\"hint\": \"k\"\n  },", "\"hint\": \"k\"\n  }, \"certificate\": {},", "certificate beside")]
    [InlineData("\"timestampVerificationData\": {}", "\"tlogEntries\": [{}]", "tlogEntries")]
    [InlineData(
        "\"timestampVerificationData\": {}",
        "\"timestampVerificationData\": {\"rfc3161Timestamps\": [{}]}",
        "timestampVerificationData")]
    [InlineData("\"dsseEnvelope\"", "\"messageSignature\": {}, \"dsseEnvelope\"", "message")]
    [InlineData("\"dsseEnvelope\"", "\"envelope\"", "dsseEnvelope")]
    [InlineData("\"signatures\": [", "\"signatures\": [{},", "exactly one")]
    [InlineData("\"sig\": \"", "\"sig\": \"!", "base64")]
    [InlineData("ABQ==", "ABR==", "base64")]
    [InlineData("\"payload\": \"eyJ", "\"payload\": \"ey-", "base64")]
    [InlineData("\"keyid\": \"k\"", "\"sig\": \"\"", "twice")]
    [InlineData("\n}", "\n}x", "something follows")]
    public void What_is_another_kind_of_bundle_is_refused(string right, string wrong, string because)
    {
        string sound = Foreign.Replace("SIG", Ed25519Signature, StringComparison.Ordinal).ReplaceLineEndings("\n");
        Assert.Contains(right, sound, StringComparison.Ordinal);

        int at = sound.LastIndexOf(right, StringComparison.Ordinal);
        string changed = sound[..at] + wrong + sound[(at + right.Length)..];

        Assert.False(BundleReader.TryRead(Encoding.UTF8.GetBytes(changed), out _, out string? failure));
        Assert.Contains(because, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_without_end_is_not_read()
    {
        Assert.False(BundleReader.TryRead(new byte[SigstoreBundle.MaximumSize + 1], out _, out string? failure));
        Assert.Contains("more than", failure, StringComparison.Ordinal);
    }

    private static SigstoreBundle Read(string text)
    {
        Assert.True(BundleReader.TryRead(Encoding.UTF8.GetBytes(text), out var bundle, out string? failure), failure);
        return bundle;
    }
}
