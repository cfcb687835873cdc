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
    public static byte[] Render(ManifestFile file) => Render(file, new ArrayBufferWriter<byte>());

    /// <inheritdoc cref="Render(ManifestFile)"/>
    /// <param name="file">The entry.</param>
    /// <param name="output">Is written over, so that who renders many needs one.</param>
    public static byte[] Render(ManifestFile file, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
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
            Span<char> digits = stackalloc char[Sha256Digest.Size * 2];
            file.Sha256!.Value.TryFormat(digits, out _, default, null);
            CanonicalJson.WriteString(output, digits);
            output.Write(",\"size\":"u8);
            Encoding.UTF8.GetBytes(file.Size!.Value.ToString(CultureInfo.InvariantCulture), output);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The whole manifest.</summary>
    /// <param name="output">Gets it in pieces, so that who wants only its hash never holds it.</param>
    /// <param name="frame">What it says beside the files.</param>
    /// <param name="files">What <see cref="Render(ManifestFile)"/> gave, sorted by the UTF-8 bytes of the path.</param>
    public static void Write(IBufferWriter<byte> output, ManifestFrame frame, IEnumerable<byte[]> files)
    {
        output.Write("{\"args\":"u8);
        CanonicalJson.WriteObject(output, frame.Args, StringComparer.Ordinal);
        output.Write(",\"cacheBuster\":"u8);
        CanonicalJson.WriteString(output, frame.CacheBuster);
        if (frame.Dockerfile != BuildContext.DockerfilePath)
        {
            output.Write(",\"dockerfile\":"u8);
            CanonicalJson.WriteString(output, frame.Dockerfile);
        }

        output.Write(",\"files\":["u8);
        bool first = true;
        foreach (byte[] file in files)
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            output.Write(file);
        }

        output.Write("],\"parents\":["u8);
        WriteParents(output, frame.Parents);
        output.Write("],\"platform\":"u8);
        CanonicalJson.WriteString(output, frame.Platform);
        output.Write(",\"schema\":"u8);
        CanonicalJson.WriteString(output, Schema);
        output.Write("}"u8);
    }

    /// <summary>The same, in one piece.</summary>
    public static byte[] ToArray(ManifestFrame frame, IEnumerable<byte[]> files)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, frame, files);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteParents(IBufferWriter<byte> output, ImmutableArray<ManifestParent> parents)
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

/// <summary>What an inputs manifest says beside the files.</summary>
/// <param name="Args">The image's arguments.</param>
/// <param name="CacheBuster">The tree's cache buster.</param>
/// <param name="Dockerfile">The path of the Dockerfile in the context; it is written down unless it is the usual one,
/// so that manifests from before there was another one stay the same.</param>
/// <param name="Parents">In any order.</param>
/// <param name="Platform">The platform of the image.</param>
internal sealed record ManifestFrame(
    IEnumerable<KeyValuePair<string, string>> Args,
    string CacheBuster,
    string Dockerfile,
    ImmutableArray<ManifestParent> Parents,
    string Platform);

/// <summary>One entry of <c>files</c> in an inputs manifest.</summary>
/// <param name="Path">The path in the context.</param>
/// <param name="Mode"><c>644</c>, <c>755</c>, the octal bits on disk in the taskgraph scheme, or <c>link</c>.</param>
/// <param name="Sha256">SHA-256 of the content; null for a link.</param>
/// <param name="Size">Bytes; null for a link.</param>
/// <param name="Target">The text of a link; null for a file.</param>
public sealed record ManifestFile(string Path, string Mode, Sha256Digest? Sha256, long? Size, string? Target);

/// <summary>One entry of <c>parents</c> in an inputs manifest: the parent's name in the tree and its digest.</summary>
public sealed record ManifestParent(string Ref, InputsDigest Digest);
