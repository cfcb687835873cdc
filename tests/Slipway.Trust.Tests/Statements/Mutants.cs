using System.Formats.Asn1;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Trust.Tests.Statements;

/// <summary>One seeded change of a bundle.</summary>
/// <param name="Kind">What was changed.</param>
/// <param name="Owed">What both judges have to say of it.</param>
/// <param name="Content">The bytes.</param>
internal sealed record Mutant(string Kind, Owed Owed, byte[] Content);

internal enum Owed
{
    /// <summary>Something that the signature covers was changed, or the signature.</summary>
    Refused,

    /// <summary>Nothing that says anything was changed.</summary>
    Accepted,

    /// <summary>The other judge reads on where Slipway refuses: it may accept, and Slipway must not.</summary>
    Stricter,

    /// <summary>The change was blind; only that both judge alike can be asked.</summary>
    Alike,
}

/// <summary>Makes mutants.</summary>
internal sealed class Mutants(Random random, SigstoreBundle bundle, SigningKey key, SigstoreBundle other)
{
    // https://www.secg.org/sec2-v2.pdf, section 2.4.2.
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        System.Globalization.NumberStyles.AllowHexSpecifier,
        System.Globalization.CultureInfo.InvariantCulture);

    private bool IsEcdsa => key.Key.Algorithm is SigningAlgorithm.EcdsaP256;

    private IReadOnlyList<(string Kind, Owed Owed, Func<byte[]> Make)> Kinds =>
    [
        ("a byte of the payload", Owed.Refused, () => With(payload: Flipped(bundle.Payload))),
        ("the end of the payload", Owed.Refused, () => With(payload: Shortened(bundle.Payload))),
        ("more behind the payload", Owed.Refused, () => With(payload: [.. bundle.Payload.Span, (byte)' '])),
        ("a value of the statement", Owed.Refused, () => With(payload: OtherStatement())),
        ("another payload", Owed.Refused, () => With(payload: other.Payload.ToArray())),
        ("the type of the payload", Owed.Refused, () => Edit(root => root["dsseEnvelope"]!["payloadType"] = Pick(
            "application/json", "application/vnd.in-toto+json ", "", "APPLICATION/VND.IN-TOTO+JSON", "text/plain"))),
        ("the media type", Owed.Refused, () => Edit(root => root["mediaType"] = Pick(
            "application/vnd.dev.sigstore.bundle+json;version=0.3",
            "application/vnd.dev.sigstore.bundle+json;version=0.2",
            "application/vnd.dev.sigstore.bundle.v0.2+json",
            "application/vnd.dev.sigstore.bundle.v0.4+json",
            ""))),
        ("a bit of the signature", Owed.Refused, () => With(signature: Flipped(bundle.Signature))),
        ("the end of the signature", Owed.Refused, () => With(signature: Shortened(bundle.Signature))),
        ("more behind the signature", Owed.Refused, () => With(signature: [.. bundle.Signature.Span, 0])),
        ("no signature", Owed.Refused, () => Edit(root => root["dsseEnvelope"]!["signatures"] = new JsonArray())),
        ("the signature of something else", Owed.Refused, () => With(signature: other.Signature.ToArray())),
        ("the signature of the payload alone", Owed.Refused, () => With(signature: key.Sign(bundle.Payload.Span))),
        ("the signature of another key", Owed.Refused, () => With(
            signature: SigningKey.Create(key.Key.Algorithm).Sign(bundle.Signed))),
        ("two signatures", Owed.Refused, () => Edit(root => Signatures(root).Add(Signatures(root)[0]!.DeepClone()))),
        ("no key", Owed.Refused, () => Edit(root => root["verificationMaterial"]!.AsObject().Remove("publicKey"))),
        ("no envelope", Owed.Refused, () => Edit(root => root.Remove("dsseEnvelope"))),
        ("the two numbers without DER", Owed.Refused, () => IsEcdsa ? With(signature: Plain()) : Blind()),
        ("DER that is not the shortest", Owed.Refused, () => IsEcdsa ? With(signature: Padded()) : Blind()),
        ("the hint", Owed.Accepted, () => Edit(root =>
            root["verificationMaterial"]!["publicKey"]!["hint"] = Pick("", "another", "…"))),
        ("the keyid", Owed.Accepted, () => Edit(root => Signatures(root)[0]!["keyid"] = Pick("", "k", "…"))),
        ("white space", Owed.Accepted, () => Edit(_ => { }, indented: true)),
        ("the order of members", Owed.Accepted, Reordered),
        ("a member that nobody knows", Owed.Accepted, () => Edit(root => root["surprise"] = random.Next())),
        ("no list of log entries", Owed.Accepted, () => Edit(root =>
            root["verificationMaterial"]!.AsObject().Remove("tlogEntries"))),
        ("an empty list of times", Owed.Accepted, () => Edit(root =>
            root["verificationMaterial"]!["timestampVerificationData"] = new JsonObject())),
        ("the malleability of ECDSA", Owed.Accepted, () => IsEcdsa ? With(signature: Mirrored()) : bundle.ToBytes()),
        ("white space in base64", Owed.Accepted, () => Replace("\"payload\":\"", "\"payload\":\" \\n\\t\\r")),
        ("base64 with what is none of it", Owed.Stricter, () => Replace("\"sig\":\"", "\"sig\":\"!")),
        ("a name that stands twice", Owed.Stricter, () => Replace("\"sig\":", "\"sig\":\"AA==\",\"sig\":")),
        ("a certificate beside the key", Owed.Stricter, () => Edit(root =>
            root["verificationMaterial"]!["certificate"] = new JsonObject())),
        ("log entries that are no list", Owed.Stricter, () => Edit(root =>
            root["verificationMaterial"]!["tlogEntries"] = "none")),
        ("a byte of the text", Owed.Alike, Blind),
        ("a byte of the text, put in", Owed.Alike, () => Blind(put: true)),
        ("a byte of the text, taken out", Owed.Alike, () => Blind(take: true)),
    ];

    public Mutant Next()
    {
        var kinds = Kinds;
        // Half of them blind: the others are few ways, tried often.
        var (kind, owed, make) = random.Next(2) == 0 ? kinds[^random.Next(1, 4)] : kinds[random.Next(kinds.Count)];
        // What is only of ECDSA is something else for the other algorithm.
        bool isBlind = !IsEcdsa && (kind.Contains("DER", StringComparison.Ordinal));
        return new Mutant(isBlind ? "a byte of the text" : kind, isBlind ? Owed.Alike : owed, make());
    }

    private byte[] With(byte[]? payload = null, byte[]? signature = null) => (bundle with
    {
        Payload = payload ?? bundle.Payload,
        Signature = signature ?? bundle.Signature,
    }).ToBytes();

    private byte[] Edit(Action<JsonObject> change, bool indented = false)
    {
        var root = JsonNode.Parse(bundle.ToBytes())!.AsObject();
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString(
            new System.Text.Json.JsonSerializerOptions { WriteIndented = indented, NewLine = Pick("\n", "\r\n") }));
    }

    private byte[] Replace(string part, string instead) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(bundle.ToBytes()).Replace(part, instead, StringComparison.Ordinal));

    private byte[] Reordered() => Edit(root =>
    {
        var members = root.ToArray();
        root.Clear();
        foreach (var (name, value) in members.Reverse())
        {
            root[name] = value;
        }
    });

    private byte[] OtherStatement()
    {
        string text = Encoding.UTF8.GetString(bundle.Payload.Span);
        return Encoding.UTF8.GetBytes(random.Next(2) == 0
            ? text.Replace("\"level\":", "\"level\":1", StringComparison.Ordinal)
            : text.Replace("sha256", "sha512", StringComparison.Ordinal));
    }

    private byte[] Blind() => Blind(put: false);

    private byte[] Blind(bool put = false, bool take = false)
    {
        byte[] text = bundle.ToBytes();
        int at = random.Next(text.Length);
        byte some = (byte)random.Next(random.Next(4) == 0 ? 256 : 128);
        byte[] middle = take ? [] : put ? [some, text[at]] : [some == text[at] ? (byte)(some ^ 1) : some];
        return [.. text.AsSpan(0, at), .. middle, .. text.AsSpan(at + 1)];
    }

    private byte[] Flipped(ReadOnlyMemory<byte> bytes)
    {
        byte[] changed = bytes.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Shortened(ReadOnlyMemory<byte> bytes) => bytes[..^random.Next(1, 20)].ToArray();

    private (BigInteger R, BigInteger S) Numbers()
    {
        var sequence = new AsnReader(bundle.Signature, AsnEncodingRules.DER).ReadSequence();
        return (sequence.ReadInteger(), sequence.ReadInteger());
    }

    private byte[] Plain()
    {
        var (r, s) = Numbers();
        byte[] both = new byte[64];
        Write(r, both.AsSpan(0, 32));
        Write(s, both.AsSpan(32));
        return both;

        static void Write(BigInteger number, Span<byte> to)
        {
            byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            bytes.CopyTo(to[(32 - bytes.Length)..]);
        }
    }

    private byte[] Padded()
    {
        var (r, s) = Numbers();
        byte[] first = [0, .. r.ToByteArray(isUnsigned: false, isBigEndian: true)];
        byte[] second = s.ToByteArray(isUnsigned: false, isBigEndian: true);
        return
        [
            0x30, (byte)(4 + first.Length + second.Length), 2, (byte)first.Length, .. first, 2, (byte)second.Length,
            .. second,
        ];
    }

    private byte[] Mirrored()
    {
        var (r, s) = Numbers();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(Order - s);
        }

        return writer.Encode();
    }

    private static JsonArray Signatures(JsonObject root) => root["dsseEnvelope"]!["signatures"]!.AsArray();

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];
}
