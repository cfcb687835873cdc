using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Diagnostics;
using Slipway.Core.Publishing;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Cli.Session;

/// <summary>Writes down what was published.</summary>
internal static class HashFile
{
    /// <exception cref="SlipwayException">It cannot be written; the message has what should be in it.</exception>
    public static async Task WriteAsync(
        ISourceTree tree, ImageDefinition image, Sha256Digest repoDigest, CancellationToken cancellationToken)
    {
        string text = repoDigest.ToOciString();
        if (image.Registry?.RepoDigest == repoDigest)
        {
            return;
        }

        var file = image.Folder.Child(RegistryIdentity.HashFile);
        try
        {
            await OutputFile.WriteAsync(
                Path.Join(tree.RootPath, file.Value),
                (stream, token) => stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"), token).AsTask(),
                cancellationToken);
        }
        catch (SlipwayException problem)
        {
            throw new SlipwayException(
                new Diagnostic(
                    PushCodes.HashNotWritten,
                    $"{image.Name} is published, but {problem.Diagnostics[0].Message}",
                    $"Make the file writable and write {text} into it, or push again.",
                    new SourceLocation(file.Value)),
                problem);
        }
    }
}
