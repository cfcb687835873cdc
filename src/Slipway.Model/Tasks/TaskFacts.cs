using System.Text.Json.Nodes;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>What the definition of a task tells about the build that it was.</summary>
public static class TaskFacts
{
    /// <remarks>
    /// The time is that of its creation, which is hours before its end at most; all is in one answer.
    /// </remarks>
    public static async Task<BuildFacts> FindAsync(
        ITaskQueue queue, BuiltImage image, CancellationToken cancellationToken)
    {
        if (TaskId.Of(image.Build) is not { } task
            || await queue.FindDefinitionAsync(task, cancellationToken) is not { } definition)
        {
            return BuildFacts.None;
        }

        var made = TaskImage.Of(definition);
        return new BuildFacts(
            definition["created"] is JsonValue value && value.TryGetValue(out DateTimeOffset created) ? created : null,
            made.RouteLevel is { } level ? IndexScope.Of(level) : null,
            made.Digest);
    }
}
