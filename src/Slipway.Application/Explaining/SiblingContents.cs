using System.Runtime.CompilerServices;
using Slipway.Model.History;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>What the files of one image's folder are in another image's: for comparing the two.</summary>
/// <param name="other">The folder that is looked into.</param>
/// <param name="folder">The folder whose files are asked for.</param>
internal sealed class SiblingContents(ISourceTree tree, RelativePath other, RelativePath folder) : IContentHistory
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentsAsync(
        RelativePath file, long maximumSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!file.IsIn(folder)
            || !RelativePath.TryParse(file.Value[folder.Value.Length..].TrimStart('/'), out var path))
        {
            yield break;
        }

        var counterpart = other.Join(path.Value);
        if (tree.Find(counterpart) is { Kind: EntryKind.File } entry && entry.Size <= maximumSize)
        {
            await using var stream = tree.OpenRead(counterpart);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            yield return content.ToArray();
        }
    }
}
