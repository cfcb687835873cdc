using Slipway.Decisions.Planning;
using Slipway.Model.Tasks;

namespace Slipway.Application.Decisions;

/// <summary>What became of a task of a decision.</summary>
/// <param name="Task">The task.</param>
/// <param name="IsCreated">Whether it is new; else it was there already, and is kept.</param>
/// <param name="State">How a kept task stands; null for a new one.</param>
public sealed record DecisionOutcome(DecisionTask Task, bool IsCreated, TaskState? State);
