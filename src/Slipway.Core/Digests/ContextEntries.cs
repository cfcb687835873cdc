using System.Collections;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>
/// The files of one context among those of all: their hashes, in the context's order, and their entries in its
/// manifest. Thousands of images may share thousands of files, so that nothing is copied for one of them.
/// </summary>
/// <param name="files">The files of all contexts, hashed and rendered.</param>
/// <param name="numbers">The numbers of the context's files, in its order.</param>
internal sealed class ContextEntries(FileTable files, int[] numbers) : IReadOnlyList<Sha256Digest?>
{
    public int Count => numbers.Length;

    /// <summary>The SHA-256 of a file; null for a link.</summary>
    public Sha256Digest? this[int index] => files.Hashes[numbers[index]];

    /// <summary>What a manifest says of each file.</summary>
    /// <param name="without">The path in the context of a file to leave out; null for none.</param>
    public IEnumerable<byte[]> Rendered(string? without = null)
    {
        foreach (int number in numbers)
        {
            if (without is null || files.Files[number].Path != without)
            {
                yield return files.Rendered[number];
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
