using Slipway.Model.Diagnostics;
using Slipway.Model.History;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds a certain content that a file of the tree has or had.</summary>
public sealed class ContentFinder(ISourceTree tree, IContentHistory history)
{
    /// <summary>Larger files are not looked for; bytes.</summary>
    public const long MaximumSize = 1 << 20;

    /// <param name="file">The file, which may be gone.</param>
    /// <param name="isWanted">Whether a content is the one.</param>
    /// <returns>Null when neither the tree nor its history has it.</returns>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(
        RelativePath file, Func<ReadOnlyMemory<byte>, bool> isWanted, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(file, cancellationToken) is { } current && isWanted(current))
        {
            return current;
        }

        await foreach (var content in history.ContentsAsync(file, MaximumSize, cancellationToken))
        {
            if (isWanted(content))
            {
                return content;
            }
        }

        return null;
    }

    private async Task<byte[]?> CurrentAsync(RelativePath file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = tree.OpenRead(file);
            if (stream.Length > MaximumSize)
            {
                return null;
            }

            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (SlipwayException)
        {
            // It is gone or cannot be read: the past may have it all the same.
            return null;
        }
    }
}
