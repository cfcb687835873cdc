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

/// <summary>What a person says about a push that taskgraph's parameters would say.</summary>
public sealed record PushParameterOptions
{
    /// <summary>taskgraph's parameters of the push, YAML or JSON; what else is said goes before it.</summary>
    public string? File { get; init; }

    /// <summary>Who caused the push.</summary>
    public string? Owner { get; init; }

    /// <summary>What caused it, such as <c>hg-push</c>.</summary>
    public string? TasksFor { get; init; }

    /// <summary>The repository that was pushed to.</summary>
    public string? HeadRepository { get; init; }

    /// <summary>The repository that it was made from; null for the one that was pushed to.</summary>
    public string? BaseRepository { get; init; }

    /// <summary>The branch or tag that was pushed.</summary>
    public string? HeadRef { get; init; }

    /// <summary>Mercurial's number of the push.</summary>
    public string? PushlogId { get; init; }
}
