using System.Collections.Immutable;
using Slipway.Application.Files;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>The statement that a file beside an archive may hold: about the archive's image, and no other.</summary>
/// <param name="path">The file, which need not exist.</param>
/// <param name="image">The image. Of what it is built on the file says nothing.</param>
internal sealed class FileStatements(string path, ImageHash image) : IStatementSource
{
    /// <summary>Behind the name of an archive, as other tools name the bundle of a file.</summary>
    public const string Extension = ".sigstore.json";

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        if (subject != image.Sha256 || PathKind.Of(path) is not EntryKind.File)
        {
            return [];
        }

        try
        {
            return [await NamedInput.ReadAsync(path, SigstoreBundle.MaximumSize, cancellationToken)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.StatementsUnreachable,
                    $"The statement {Display.Line(path)} cannot be read: {Display.Line(problem.Message)}",
                    "Lay the bundle there that 'slipway trust attest' wrote, or take the file away."),
                problem);
        }
    }
}
