using Slipway.Application.Files;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;

namespace Slipway.Application.Signing;

/// <summary>Makes a key for statements, and writes both halves into files of their own.</summary>
public static class KeyMaker
{
    private const string PublicPart = ".pub.";

    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = ForOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="name">The beginning of both names, which may have folders before it.</param>
    /// <param name="algorithm">How it signs.</param>
    /// <param name="isRaw">Whether the files hold base64 of 32 bytes, as scriptworker reads them.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="SlipwayException">A file exists, or cannot be written. None was written then.</exception>
    public static async Task<MadeKey> MakeAsync(
        string name, SigningAlgorithm algorithm, bool isRaw, CancellationToken cancellationToken)
    {
        if (isRaw && algorithm is not SigningAlgorithm.Ed25519)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                "Only Ed25519 keys have the form raw",
                "Add --algorithm ed25519, or leave --form out."));
        }

        if (Path.GetFileName(name).Length == 0)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                "A key needs a name",
                "Name it after whom it speaks for: 'slipway trust keygen release' writes release.key.pem and "
                + "release.pub.pem."));
        }

        if (Path.GetDirectoryName(Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder))
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.KeyNotWritten,
                $"There is no folder {Display.Text(folder)}",
                "Make the folder first, for its owner alone: mkdir -m 700."));
        }

        var key = SigningKey.Create(algorithm);
        string extension = isRaw ? "base64" : "pem";
        var made = new MadeKey(key.Key, $"{name}.key.{extension}", $"{name}{PublicPart}{extension}");
        await WriteAsync(made.PrivateFile, isRaw ? $"{key.RawText}\n" : key.Pem, ForOwner, cancellationToken);
        try
        {
            await WriteAsync(
                made.PublicFile, isRaw ? $"{key.Key.RawText}\n" : key.Key.Pem, ForAll, cancellationToken);
        }
        catch
        {
            // Nobody would know whose the one half is.
            PlacedFile.Remove(made.PrivateFile);
            throw;
        }

        return made;
    }

    /// <summary>Whether a file is called as the public halves are.</summary>
    public static bool IsPublicFile(string path) =>
        Path.GetFileName(path).Contains(PublicPart, StringComparison.Ordinal);

    // Such a file is nowhere before it is whole, and neither replaces another one nor follows a link.
    private static async Task WriteAsync(
        string path, string content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        try
        {
            await PlacedFile.WriteAsync(
                path,
                async (file, token) => await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(content), token),
                replaces: false,
                mode,
                cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.KeyNotWritten,
                    $"{Display.Text(path)} cannot be written: {problem.Message}",
                    "Choose another name: a file that exists is never replaced."),
                problem);
        }
    }
}

/// <summary>A key that was made.</summary>
/// <param name="Key">The public half.</param>
/// <param name="PrivateFile">Where the private half is.</param>
/// <param name="PublicFile">Where the public half is.</param>
public sealed record MadeKey(VerifyingKey Key, string PrivateFile, string PublicFile);
