using System.Collections;
using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>
/// The files of one context among those of all: their hashes, in the context's order, and their entries in its
/// manifest. Thousands of images may share thousands of files, so that nothing is copied for one of them.
/// </summary>
/// <param name="files">The files of all contexts, hashed and rendered.</param>
/// <param name="own">The context's, in its order.</param>
internal sealed class ContextEntries(FileTable files, ImmutableArray<ContextFile> own) : IReadOnlyList<Sha256Digest?>
{
    public int Count => own.Length;

    /// <summary>The SHA-256 of a file; null for a link.</summary>
    public Sha256Digest? this[int index] => files.Hashes[own[index].Number];

    /// <summary>What a manifest says of each file.</summary>
    /// <param name="without">The path in the context of a file to leave out; null for none.</param>
    public IEnumerable<byte[]> Rendered(string? without = null)
    {
        foreach (var file in own)
        {
            if (without is null || file.Path != without)
            {
                yield return files.Rendered[file.Number];
            }
        }
    }

    public IEnumerator<Sha256Digest?> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
