using System.Collections.Immutable;

namespace Slipway.Core.Tasks;

/// <summary>The Queue's priorities.</summary>
internal static class TaskPriorities
{
    /// <summary>From the lowest to the highest, and an older name of the lowest.</summary>
    public static ImmutableArray<string> All { get; } =
        ["lowest", "very-low", "low", "medium", "high", "very-high", "highest", "normal"];
}
