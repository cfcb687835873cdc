using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Two trees, builds or images compared.</summary>
/// <param name="Before">What is compared, in words.</param>
/// <param name="After">With what.</param>
/// <param name="Images">The images that were compared.</param>
/// <param name="Explanation">What differs.</param>
public sealed record Comparison(
    string Before, string After, IReadOnlyCollection<ImageName> Images, Explanation Explanation)
{
    /// <summary>Line by line, for the causes of which a person asked for it.</summary>
    public IReadOnlyDictionary<Cause, Patch> Patches { get; init; } = new Dictionary<Cause, Patch>();

    /// <summary>The images that differ, parents first.</summary>
    public IEnumerable<ImageComparison> Different => Explanation.Comparisons.Where(comparison =>
        comparison.Kind != ComparisonKind.Same && Images.Contains(comparison.Name));
}
