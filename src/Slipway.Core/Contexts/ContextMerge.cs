using System.Buffers;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>Puts sorted runs of files together.</summary>
internal static class ContextMerge
{
    /// <summary>All runs in order; where several have a path, the last of them wins.</summary>
    /// <param name="runs">Each sorted by the UTF-8 bytes of the path, with no path twice.</param>
    /// <param name="replaced">Called with the number of a run, its file that stays, and the one that it replaces.
    /// </param>
    /// <returns>What may be one of the runs itself.</returns>
    public static ContextFile[] Merge(
        IReadOnlyList<ContextFile[]> runs, Action<int, ContextFile, ContextFile> replaced)
    {
        int total = runs.Sum(run => run.Length);
        if (runs.FirstOrDefault(run => run.Length == total) is { } only)
        {
            return only;
        }

        // Sixty images that include the same folder are merged one after the other in the same memory.
        var merged = ArrayPool<ContextFile>.Shared.Rent(total);
        var spare = ArrayPool<ContextFile>.Shared.Rent(total);
        try
        {
            int count = 0;
            for (int number = 0; number < runs.Count; number++)
            {
                var run = runs[number];
                if (run.Length == 0 || count == 0 || Utf8Order.Compare(merged[count - 1].Path, run[0].Path) < 0)
                {
                    run.CopyTo(merged, count);
                    count += run.Length;
                    continue;
                }

                count = Merge(
                    merged.AsSpan(0, count), run, spare, (kept, lost) => replaced(number, kept, lost));
                (merged, spare) = (spare, merged);
            }

            return merged[..count];
        }
        finally
        {
            ArrayPool<ContextFile>.Shared.Return(merged, clearArray: true);
            ArrayPool<ContextFile>.Shared.Return(spare, clearArray: true);
        }
    }

    /// <summary>The file at a path, or null.</summary>
    public static ContextFile? Find(ReadOnlySpan<ContextFile> sorted, ReadOnlySpan<char> path)
    {
        int before = CountBefore(sorted, path);
        return before < sorted.Length && path.SequenceEqual(sorted[before].Path) ? sorted[before] : null;
    }

    /// <returns>How many files were written.</returns>
    private static int Merge(
        ReadOnlySpan<ContextFile> earlier,
        ReadOnlySpan<ContextFile> later,
        Span<ContextFile> merged,
        Action<ContextFile, ContextFile> replaced)
    {
        int count = 0;
        while (!earlier.IsEmpty && !later.IsEmpty)
        {
            count += Move(ref earlier, CountBefore(earlier, later[0].Path), merged[count..]);
            if (!earlier.IsEmpty && earlier[0].Path == later[0].Path)
            {
                replaced(later[0], earlier[0]);
                earlier = earlier[1..];
            }

            if (!earlier.IsEmpty)
            {
                count += Move(ref later, CountBefore(later, earlier[0].Path), merged[count..]);
            }
        }

        count += Move(ref earlier, earlier.Length, merged[count..]);
        return count + Move(ref later, later.Length, merged[count..]);
    }

    private static int Move(ref ReadOnlySpan<ContextFile> from, int count, Span<ContextFile> to)
    {
        from[..count].CopyTo(to);
        from = from[count..];
        return count;
    }

    /// <summary>
    /// How many files come before a path. It costs little where they are few, and little where they are nearly all.
    /// </summary>
    private static int CountBefore(ReadOnlySpan<ContextFile> sorted, ReadOnlySpan<char> path)
    {
        int low = 0;
        int high = 0;
        for (int step = 1; high < sorted.Length && Utf8Order.Compare(sorted[high].Path, path) < 0; step *= 2)
        {
            low = high + 1;
            high += step;
        }

        high = Math.Min(high, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Utf8Order.Compare(sorted[middle].Path, path) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
