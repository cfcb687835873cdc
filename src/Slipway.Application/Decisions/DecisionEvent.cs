using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>Something that happened while a decision was carried out. A closed set of cases.</summary>
public abstract record DecisionEvent
{
    private DecisionEvent()
    {
    }

    /// <summary>The context of an image was written.</summary>
    public sealed record ContextWritten(ImageName Image) : DecisionEvent;

    /// <summary>A file became an artifact.</summary>
    public sealed record Uploaded(DecisionFile File) : DecisionEvent;

    /// <summary>A task is there.</summary>
    public sealed record TaskMade(MadeTask Outcome) : DecisionEvent;
}
