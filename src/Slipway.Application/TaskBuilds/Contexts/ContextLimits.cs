using Slipway.Model.Streams;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>What a context may not exceed, whoever made it.</summary>
/// <param name="Size">Bytes of the tar.</param>
/// <param name="Entries">Entries of the tar.</param>
internal sealed record ContextLimits(long Size, int Entries)
{
    /// <summary>What a compressed context may expand to.</summary>
    public ExpansionLimit Expansion { get; init; } = ExpansionLimit.Default;

    public static ContextLimits Default { get; } = new(64L << 30, 1_000_000);
}
