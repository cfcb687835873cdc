using System.Collections.Immutable;

namespace Slipway.Application.Graphs;

/// <summary>Which part of the tree is to be drawn.</summary>
public sealed record GraphRequest
{
    /// <summary>The images that matter; none for all.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>Whether what needs these images is drawn, and not what they need.</summary>
    public bool Dependents { get; init; }

    /// <summary>Whether images from elsewhere are drawn too.</summary>
    public bool External { get; init; }

    /// <summary>Whether a plan is made.</summary>
    public bool WithPlan { get; init; }
}
