using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>The one statement that a file may hold, about whichever image.</summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class FileStatements(string path) : IStatementSource
{
    /// <summary>Behind the name of an archive, as other tools name the bundle of a file.</summary>
    public const string Extension = ".sigstore.json";

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length <= SigstoreBundle.MaximumSize
            ? [await File.ReadAllBytesAsync(path, cancellationToken)]
            : [];
    }
}
