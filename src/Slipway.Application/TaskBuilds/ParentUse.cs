using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>A parent that the Dockerfile uses.</summary>
/// <param name="Name">What the environment calls it; <see cref="ParentFinder.Parent"/> for <c>PARENT_TASK_ID</c>.</param>
/// <param name="Task">The task that built it; null when it is a file.</param>
/// <param name="Places">Where the Dockerfile names it.</param>
internal sealed record ParentUse(string Name, TaskId? Task, ImmutableArray<ImageReferenceUse> Places);
