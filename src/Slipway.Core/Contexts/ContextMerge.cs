using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>Puts sorted runs of files together.</summary>
internal static class ContextMerge
{
    /// <summary>Both runs in order; where both have a path, <paramref name="later"/> wins.</summary>
    /// <param name="earlier">Sorted.</param>
    /// <param name="later">Sorted.</param>
    /// <param name="replaced">Called with the file that stays and the one that it replaces.</param>
    public static ContextFile[] Merge(
        ContextFile[] earlier, ContextFile[] later, Action<ContextFile, ContextFile> replaced)
    {
        if (earlier.Length == 0 || later.Length == 0)
        {
            return earlier.Length == 0 ? later : earlier;
        }

        if (Utf8Order.Compare(earlier[^1].Path, later[0].Path) < 0)
        {
            return [.. earlier, .. later];
        }

        var merged = new ContextFile[earlier.Length + later.Length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < earlier.Length && j < later.Length)
        {
            int order = Utf8Order.Compare(earlier[i].Path, later[j].Path);
            if (order == 0)
            {
                replaced(later[j], earlier[i++]);
                continue;
            }

            merged[count++] = order < 0 ? earlier[i++] : later[j++];
        }

        earlier.AsSpan(i).CopyTo(merged.AsSpan(count));
        count += earlier.Length - i;
        later.AsSpan(j).CopyTo(merged.AsSpan(count));
        count += later.Length - j;
        return count == merged.Length ? merged : merged[..count];
    }

    /// <summary>The file at a path, or null.</summary>
    public static ContextFile? Find(ReadOnlySpan<ContextFile> sorted, ReadOnlySpan<char> path)
    {
        int low = 0;
        int high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Utf8Order.Compare(sorted[middle].Path, path);
            if (order == 0)
            {
                return sorted[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
