namespace Slipway.Sharing.Indexing;

/// <summary>Asks a registry many questions.</summary>
internal static class Questions
{
    // Registries slow down who asks for more, and answer one in some tens of milliseconds.
    private const int AtOnce = 16;

    /// <summary>Asks one question for each of some things, several at a time.</summary>
    public static Task AskAsync<T>(
        IEnumerable<T> about, Func<T, CancellationToken, ValueTask> ask, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            about,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            ask);
}
