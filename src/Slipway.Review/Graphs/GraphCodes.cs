using Slipway.Model.Diagnostics;

namespace Slipway.Review.Graphs;

/// <summary>What can be wrong with a graph (<c>docs/errors/19-git-and-explanations.md</c>).</summary>
public static class GraphCodes
{
    public static readonly DiagnosticCode GraphTooLarge = new(1915, "A graph is too large to be drawn", ExitCode.Usage);
}
