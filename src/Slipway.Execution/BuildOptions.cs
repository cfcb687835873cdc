using System.Collections.Immutable;
using Slipway.Core.Engines;

namespace Slipway.Execution;

/// <summary>How a plan is carried out.</summary>
public sealed record BuildOptions
{
    /// <summary>How many images are built at once; at least 1.</summary>
    public required int Parallelism { get; init; }

    /// <summary>The secrets that images may ask for.</summary>
    public ImmutableArray<BuildSecret> Secrets { get; init; } = [];

    /// <summary>Whether what was built is put into the index.</summary>
    public bool Index { get; init; } = true;
}
