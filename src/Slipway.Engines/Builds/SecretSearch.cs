using System.Collections.Immutable;

namespace Slipway.Engines.Builds;

/// <summary>Looks for the values of secrets in the bytes of an image's archive, in one pass and constant memory.</summary>
/// <remarks>
/// Layers are plain tars in what engines save, and a file's content is in one piece there. Compressed, encrypted or encoded
/// copies are not seen. Nor are values under <see cref="ShortestValue"/> bytes looked for: those stand in an image by chance.
/// </remarks>
internal static class SecretSearch
{
    public const int ShortestValue = 8;

    private const int BlockSize = 1 << 20;

    /// <summary>Whether a value is long enough to be looked for.</summary>
    public static bool CanFind(SecretValue secret) => secret.Bytes.Length >= ShortestValue;

    /// <returns>The ids of the secrets whose values are there, in their order.</returns>
    public static async Task<ImmutableArray<string>> FindInAsync(
        Stream archive, IEnumerable<SecretValue> secrets, CancellationToken cancellationToken)
    {
        var wanted = secrets.Where(CanFind).ToList();
        var found = ImmutableArray.CreateBuilder<string>();
        // A value may begin in one block and end in the next.
        int overlap = wanted.Select(secret => secret.Bytes.Length - 1).DefaultIfEmpty().Max();
        byte[] buffer = new byte[overlap + BlockSize];
        int kept = 0;
        while (wanted.Count > found.Count)
        {
            int read = await archive.ReadAtLeastAsync(
                buffer.AsMemory(kept, BlockSize), BlockSize, throwOnEndOfStream: false, cancellationToken);
            int filled = kept + read;
            found.AddRange(wanted
                .Where(secret => !found.Contains(secret.Id) && buffer.AsSpan(0, filled).IndexOf(secret.Bytes) >= 0)
                .Select(secret => secret.Id)
                .ToList());
            if (read < BlockSize)
            {
                break;
            }

            kept = Math.Min(overlap, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return found.ToImmutable();
    }
}
