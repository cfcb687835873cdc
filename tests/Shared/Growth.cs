using System.Globalization;

namespace Slipway.Tests;

/// <summary>Counts what something costs for three sizes of its input, each twice the one before.</summary>
/// <remarks>
/// What is counted is operations or bytes, never time. From the first size to the last, a cost that grows with the
/// input becomes four times as much; one that grows with its square, sixteen times.
/// </remarks>
internal static class Growth
{
    // Between the two, and with room for tables that double their size.
    private const double Most = 7;

    /// <summary>Asserts that a cost grows no faster than the size.</summary>
    /// <param name="what">What is counted, for the report.</param>
    /// <param name="size">The smallest size, large enough that what is spent once does not hide the rest.</param>
    /// <param name="cost">The cost of an input of a size.</param>
    public static void IsLinear(string what, int size, Func<int, long> cost)
    {
        // What is made once and kept, such as static tables, belongs to no size.
        cost(1);
        int[] sizes = [size, 2 * size, 4 * size];
        long[] costs = [.. sizes.Select(cost)];
        string figures = string.Join(
            ", ", sizes.Zip(costs, (n, counted) => string.Create(CultureInfo.InvariantCulture, $"{n}: {counted:N0}")));
        Campaign.Report(what, figures);
        Assert.True(costs[2] <= Most * costs[0], $"{what} grows faster than its input: {figures}");
    }

    /// <summary>The bytes that something allocates on this thread.</summary>
    public static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
