using System.Text;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Statements;

/// <summary>A statement in a DSSE envelope in a Sigstore bundle, signed by a key that has no certificate.</summary>
/// <param name="Payload">The bytes of the statement.</param>
/// <param name="Signature">Of one key, over the payload's encoding.</param>
/// <param name="Hint">Which key that is; a help to find it, and never more.</param>
/// <remarks>
/// https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_bundle.proto. No transparency log and no
/// authority of time is asked, so that it says nothing of when it was signed.
/// </remarks>
public sealed record SigstoreBundle(ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature, string? Hint)
{
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /// <summary>Bytes at most; a statement has some kilobytes.</summary>
    public const int MaximumSize = 4 << 20;

    /// <summary>What was signed.</summary>
    public byte[] Signed => Dsse.Encode(Dsse.StatementType, Payload.Span);

    public bool IsSignedBy(VerifyingKey key) => key.Verifies(Signed, Signature.Span);

    /// <summary>The bytes of the bundle.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["mediaType"] = MediaType,
        ["verificationMaterial"] = new JsonObject
        {
            ["publicKey"] = new JsonObject { ["hint"] = Hint ?? string.Empty },
            ["tlogEntries"] = new JsonArray(),
        },
        ["dsseEnvelope"] = new JsonObject
        {
            ["payload"] = Convert.ToBase64String(Payload.Span),
            ["payloadType"] = Dsse.StatementType,
            ["signatures"] = new JsonArray(new JsonObject { ["sig"] = Convert.ToBase64String(Signature.Span) }),
        },
    }.Plain());
}
