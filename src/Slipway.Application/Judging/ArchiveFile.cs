using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Application.Files;
using Slipway.Application.Trusting;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Streams;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;

namespace Slipway.Application.Judging;

/// <summary>An archive of an image on this machine.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Hashes">Of all of its bytes, by algorithm.</param>
/// <param name="Image">The image in it.</param>
/// <param name="Digest">The digest that its label claims; null when it claims none.</param>
internal sealed record ArchiveFile(
    string Path, ImmutableDictionary<string, string> Hashes, ImageHash Image, InputsDigest? Digest)
{
    private static readonly ImmutableArray<string> Endings = [".tar", ".zst", ".tgz", ".gz"];

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256 => Hashes["sha256"];

    /// <summary>As what its task published, were it that.</summary>
    public ArtifactBody Body =>
        ArtifactBody.Hashed(Hashes, new ArtifactContents { Image = Image.ToOciString() });

    /// <summary>
    /// Whether a person means a file: it is called by a path or like an archive, there or not, or a file is there that
    /// has a slash in its name.
    /// </summary>
    // No reference begins so, and none ends so without a tag.
    public static bool IsMeant(string what) =>
        what is ['/', ..] or ['.', '/', ..] or ['.', '.', '/', ..]
        || Endings.Any(ending => what.EndsWith(ending, StringComparison.Ordinal))
        || (what.Contains('/', StringComparison.Ordinal) && File.Exists(what));

    /// <exception cref="SlipwayException">It cannot be read, or holds no image.</exception>
    public static async Task<ArchiveFile> ReadAsync(
        string path, ExpansionLimit expansion, CancellationToken cancellationToken)
    {
        try
        {
            // Read once: the image and the hashes have to be of the same bytes, also when somebody writes meanwhile.
            await using var file = await NamedInput.OpenAsync(path, cancellationToken);
            ImmutableDictionary<string, string>? found = null;
            byte[] config = await StreamPipe.RunAsync(
                async (destination, token) =>
                {
                    using var hashes = new HashingStream(destination);
                    await file.CopyToAsync(hashes, token);
                    found = hashes.Finish();
                },
                async (archive, token) =>
                {
                    byte[] read = await ImageInspection.ReadAsync(archive, expansion, token);
                    // Whatever follows the image is a part of the file.
                    await archive.CopyToAsync(Stream.Null, token);
                    return read;
                },
                cancellationToken);
            return new ArchiveFile(path, found!, ImageHash.Of(config), DigestOf(config));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.ArchiveUnreadable,
                    $"{Display.Line(path)} cannot be read: {Display.Line(exception.Message)}",
                    "Name an archive of one image that is there and may be read."),
                exception);
        }
        catch (SlipwayException failure)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.ArchiveUnreadable,
                    $"{Display.Line(path)} holds no image: {failure.Diagnostics[0].Message}",
                    "Name the archive of one image, as tasks publish it, or as docker save, podman save or skopeo "
                        + "write it."),
                failure);
        }
    }

    private static InputsDigest? DigestOf(byte[] config)
    {
        string? label = (StrictJson.Read(config).Value.At("config", "Labels") as JsonObject)
            .TextAt(ImageLabels.Digest);
        return InputsDigest.TryParse(label, out var digest) ? digest : null;
    }
}
