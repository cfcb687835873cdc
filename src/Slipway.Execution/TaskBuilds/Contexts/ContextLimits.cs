namespace Slipway.Execution.TaskBuilds.Contexts;

/// <summary>What a context may not exceed, whoever made it.</summary>
/// <param name="Size">Bytes of the tar.</param>
/// <param name="Entries">Entries of the tar.</param>
internal sealed record ContextLimits(long Size, int Entries)
{
    /// <summary>Bytes of an extended header: a few paths; Linux's longest path has 4,096 bytes.</summary>
    public const int ExtendedHeader = 64 << 10;

    public static ContextLimits Default { get; } = new(64L << 30, 1_000_000);
}
