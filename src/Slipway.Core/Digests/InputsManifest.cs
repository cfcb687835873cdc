using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Slipway.Core.Contexts;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Writes inputs manifests, schema <c>slipway.inputs/v1</c> (<c>docs/digests.md</c>).</summary>
internal static class InputsManifest
{
    public const string Schema = "slipway.inputs/v1";

    /// <summary>
    /// One entry of <c>files</c>. It is the same in every manifest that has it, so it is rendered once.
    /// </summary>
    public static byte[] Render(ManifestFile file)
    {
        var output = new ArrayBufferWriter<byte>(192);
        output.Write("{\"mode\":"u8);
        CanonicalJson.WriteString(output, file.Mode);
        output.Write(",\"path\":"u8);
        CanonicalJson.WriteString(output, file.Path);
        if (file.Target is not null)
        {
            output.Write(",\"target\":"u8);
            CanonicalJson.WriteString(output, file.Target);
        }
        else
        {
            output.Write(",\"sha256\":"u8);
            CanonicalJson.WriteString(output, file.Sha256.ToString());
            output.Write(",\"size\":"u8);
            Encoding.UTF8.GetBytes(file.Size!.Value.ToString(CultureInfo.InvariantCulture), output);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The whole manifest.</summary>
    /// <param name="args">The image's arguments.</param>
    /// <param name="cacheBuster">The tree's cache buster.</param>
    /// <param name="dockerfile">The path of the Dockerfile in the context; it is written down unless it is the usual
    /// one, so that manifests from before there was another one stay the same.</param>
    /// <param name="files">What <see cref="Render"/> gave, sorted by the UTF-8 bytes of the path.</param>
    /// <param name="parents">In any order.</param>
    /// <param name="platform">The platform of the image.</param>
    public static byte[] Write(
        IEnumerable<KeyValuePair<string, string>> args,
        string cacheBuster,
        string dockerfile,
        ReadOnlySpan<byte[]> files,
        ImmutableArray<ManifestParent> parents,
        string platform)
    {
        var head = new ArrayBufferWriter<byte>();
        head.Write("{\"args\":"u8);
        CanonicalJson.WriteObject(head, args, StringComparer.Ordinal);
        head.Write(",\"cacheBuster\":"u8);
        CanonicalJson.WriteString(head, cacheBuster);
        if (dockerfile != BuildContext.DockerfilePath)
        {
            head.Write(",\"dockerfile\":"u8);
            CanonicalJson.WriteString(head, dockerfile);
        }

        head.Write(",\"files\":["u8);

        var tail = new ArrayBufferWriter<byte>();
        tail.Write("],\"parents\":["u8);
        WriteParents(tail, parents);
        tail.Write("],\"platform\":"u8);
        CanonicalJson.WriteString(tail, platform);
        tail.Write(",\"schema\":"u8);
        CanonicalJson.WriteString(tail, Schema);
        tail.Write("}"u8);

        int size = head.WrittenCount + tail.WrittenCount + Math.Max(0, files.Length - 1);
        foreach (byte[] file in files)
        {
            size += file.Length;
        }

        byte[] manifest = GC.AllocateUninitializedArray<byte>(size);
        var rest = Append(manifest, head.WrittenSpan);
        for (int i = 0; i < files.Length; i++)
        {
            if (i > 0)
            {
                rest[0] = (byte)',';
                rest = rest[1..];
            }

            rest = Append(rest, files[i]);
        }

        Append(rest, tail.WrittenSpan);
        return manifest;
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination);
        return destination[bytes.Length..];
    }

    private static void WriteParents(ArrayBufferWriter<byte> output, ImmutableArray<ManifestParent> parents)
    {
        bool first = true;
        foreach (var parent in parents.OrderBy(parent => parent.Ref, StringComparer.Ordinal))
        {
            output.Write(first ? "{\"digest\":"u8 : ",{\"digest\":"u8);
            first = false;
            CanonicalJson.WriteString(output, parent.Digest.ToString());
            output.Write(",\"ref\":"u8);
            CanonicalJson.WriteString(output, parent.Ref);
            output.Write("}"u8);
        }
    }
}

/// <summary>One entry of <c>files</c> in an inputs manifest.</summary>
/// <param name="Path">The path in the context.</param>
/// <param name="Mode"><c>644</c>, <c>755</c>, the octal bits on disk in the taskgraph scheme, or <c>link</c>.</param>
/// <param name="Sha256">SHA-256 of the content; null for a link.</param>
/// <param name="Size">Bytes; null for a link.</param>
/// <param name="Target">The text of a link; null for a file.</param>
public sealed record ManifestFile(string Path, string Mode, Sha256Digest? Sha256, long? Size, string? Target);

/// <summary>One entry of <c>parents</c> in an inputs manifest: the parent's name in the tree and its digest.</summary>
public sealed record ManifestParent(string Ref, InputsDigest Digest);
