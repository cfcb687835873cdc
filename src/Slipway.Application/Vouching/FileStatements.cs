using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;
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
        var file = new FileInfo(path);
        return subject == image.Sha256 && file.Exists && file.Length <= SigstoreBundle.MaximumSize
            ? [await File.ReadAllBytesAsync(path, cancellationToken)]
            : [];
    }
}
