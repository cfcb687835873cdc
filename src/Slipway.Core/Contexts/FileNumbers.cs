namespace Slipway.Core.Contexts;

/// <summary>
/// Numbers the files of contexts from 0 on, so that thousands of images that share thousands of files find what is
/// known of each in a table, at once. Safe for use from several threads.
/// </summary>
internal sealed class FileNumbers
{
    private int _count;

    /// <summary>How many were given.</summary>
    public int Count => Volatile.Read(ref _count);

    public int Next() => Interlocked.Increment(ref _count) - 1;
}
