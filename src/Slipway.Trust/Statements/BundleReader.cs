using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Model.Text;
using Slipway.Trust.Json;

namespace Slipway.Trust.Statements;

/// <summary>Reads bundles, strictly: a bundle is the one kind that Slipway writes, or it is refused.</summary>
public static class BundleReader
{
    // What says something about a signature that nobody here would check.
    private static readonly string[] OtherMaterial = ["certificate", "x509CertificateChain"];
    private static readonly string[] Vouchers = ["tlogEntries", "timestampVerificationData"];

    /// <param name="content">The bytes.</param>
    /// <param name="bundle">The bundle; null when it is none.</param>
    /// <param name="failure">Why it is none, in a few words; null when it is one.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> content,
        [NotNullWhen(true)] out SigstoreBundle? bundle,
        [NotNullWhen(false)] out string? failure)
    {
        try
        {
            bundle = Read(content);
            failure = null;
            return true;
        }
        catch (FormatException exception)
        {
            bundle = null;
            failure = exception.Message;
            return false;
        }
    }

    private static SigstoreBundle Read(ReadOnlySpan<byte> content)
    {
        var reading = StrictJson.Read(content, SigstoreBundle.MaximumSize);
        if (!reading.IsPlain)
        {
            throw new FormatException(reading.Failure ?? reading.Ambiguities[0]);
        }

        var root = reading.Value;
        Hold(root.TextAt("mediaType"), SigstoreBundle.MediaType, "its media type");
        if (root.At("messageSignature") is not null)
        {
            throw new FormatException("it has a signature of a message beside its envelope");
        }

        var material = Object(root.At("verificationMaterial"), "verificationMaterial");
        var key = Object(material.At("publicKey"), "verificationMaterial.publicKey");
        if (Array.Find(OtherMaterial, name => material.At(name) is not null) is { } other)
        {
            throw new FormatException($"it has a {other} beside its public key");
        }

        if (Array.Find(Vouchers, name => !SaysNothing(material.At(name))) is { } voucher)
        {
            throw new FormatException($"its {voucher} is not empty, and cannot be checked");
        }

        var envelope = Object(root.At("dsseEnvelope"), "dsseEnvelope");
        Hold(envelope.TextAt("payloadType"), Dsse.StatementType, "the type of its payload");
        return envelope.At("signatures") is JsonArray { Count: 1 } signatures
            ? new SigstoreBundle(
                Bytes(envelope.TextAt("payload"), "its payload"),
                Bytes(signatures[0].TextAt("sig"), "its signature"),
                key.TextAt("hint"))
            : throw new FormatException("it has not exactly one signature");
    }

    private static JsonObject Object(JsonNode? node, string name) =>
        node as JsonObject ?? throw new FormatException($"it has no object {name}");

    private static void Hold(string? text, string wanted, string what)
    {
        if (text != wanted)
        {
            throw new FormatException(
                $"{what} is {(text is null ? "not given" : Display.Text(text))} instead of {wanted}");
        }
    }

    // Lines may be broken anywhere. Other readers pass over whatever is no base64 as well.
    private static ReadOnlyMemory<byte> Bytes(string? text, string what)
    {
        string whole = string.Concat((text ?? string.Empty).Where(c => c is not (' ' or '\t' or '\r' or '\n')));
        byte[] bytes = new byte[whole.Length];
        return whole.Length > 0
            && Convert.TryFromBase64String(whole, bytes, out int length)
            && Convert.ToBase64String(bytes.AsSpan(0, length)) == whole
                ? bytes.AsMemory(0, length)
                : throw new FormatException($"{what} is not in base64, or empty");
    }

    private static bool SaysNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.All(member => SaysNothing(member.Value)),
        _ => false,
    };
}
