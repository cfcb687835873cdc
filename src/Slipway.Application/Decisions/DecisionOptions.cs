using System.Collections.Immutable;

namespace Slipway.Application.Decisions;

/// <summary>What a person asks of a decision.</summary>
public sealed record DecisionOptions
{
    /// <summary>The images that are wanted; none for all.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Whether they are built whatever the index has.</summary>
    public bool Force { get; init; }

    /// <summary>The push, as far as the settings of the workspace do not say it.</summary>
    public PushParameterOptions Parameters { get; init; } = new();

    /// <summary>The group of the tasks; null for that of the task in which this runs.</summary>
    public string? Group { get; init; }

    /// <summary>The folder with definitions of tasks that are created too; null for none.</summary>
    public string? Tasks { get; init; }

    /// <summary>Whether the task to which a namespace points takes the namespace's place.</summary>
    public bool PinIndexed { get; init; }

    /// <summary>The folder for <c>image-tasks.json</c> and <c>task-graph.json</c>.</summary>
    public required string Artifacts { get; init; }

    /// <summary>The folder for the build contexts.</summary>
    public required string Contexts { get; init; }

    /// <summary>Whether the files are uploaded to the task that runs this.</summary>
    public bool Upload { get; init; }
}
