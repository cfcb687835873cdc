using System.Collections.Immutable;

namespace Slipway.Model.Tasks;

/// <summary>The Queue's priorities.</summary>
public static class TaskPriorities
{
    /// <summary>From the lowest to the highest, and an older name of the lowest.</summary>
    public static ImmutableArray<string> All { get; } =
        ["lowest", "very-low", "low", "medium", "high", "very-high", "highest", "normal"];
}
