using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>For whom a decision is made, and when.</summary>
public sealed record DecisionRequest
{
    public required PushParameters Parameters { get; init; }

    /// <summary>The group of the new tasks.</summary>
    public required TaskId Group { get; init; }

    /// <summary>The task that decides: it has the contexts, and new tasks wait for it.</summary>
    public required TaskId Decision { get; init; }

    /// <summary>When the tasks are created.</summary>
    public required DateTimeOffset Now { get; init; }
}
