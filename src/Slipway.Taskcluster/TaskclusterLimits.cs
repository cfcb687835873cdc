namespace Slipway.Taskcluster;

/// <summary>What is read from servers at most.</summary>
internal static class TaskclusterLimits
{
    /// <summary>Bytes of an answer. A page of the Index has 1,000 entries, and data of an entry some kilobytes.</summary>
    public const int Answer = 64 << 20;

    /// <summary>KiB of an answer's headers.</summary>
    public const int Headers = 64;

    /// <summary>Pages of one list.</summary>
    public const int Pages = 10_000;

    /// <summary>Redirects of a storage.</summary>
    public const int Redirects = 5;
}
