using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>What a decision does: a value that can be printed, compared and executed.</summary>
/// <param name="Group">The group of all its tasks.</param>
/// <param name="Tasks">The tasks to create, each behind those that it needs.</param>
/// <param name="Images">Which task has each image, by name.</param>
/// <param name="Warnings">What could not be done as configured.</param>
public sealed record DecisionPlan(
    TaskId Group,
    ImmutableArray<DecisionTask> Tasks,
    ImmutableSortedDictionary<ImageName, ImageTask> Images,
    ImmutableArray<Diagnostic> Warnings)
{
    /// <summary>The tasks of images that are there already.</summary>
    public IEnumerable<ImageTask> Reused => Images.Values.Where(image => !image.IsNew);
}

/// <summary>Which task has an image.</summary>
/// <param name="Digest">Its inputs digest.</param>
/// <param name="IsNew">Whether the decision makes the task; else it was found.</param>
/// <param name="Namespace">Where the digest is, or will be, in the index; null for an image that is not cached.</param>
/// <param name="Scope">Who built it, or will.</param>
public sealed record ImageTask(
    ImageName Image, InputsDigest Digest, TaskId Task, bool IsNew, IndexNamespace? Namespace, IndexScope Scope)
{
    /// <summary>The task that the index has for an image that is reused.</summary>
    /// <param name="image">Is not built.</param>
    /// <param name="problems">Gets an error when what was found is no task.</param>
    internal static ImageTask? Found(PlannedImage image, DiagnosticBag problems)
    {
        var found = image.Found!;
        if (TaskId.Of(found.Entry.Build) is { } task)
        {
            return new ImageTask(image.Name, image.Digest, task, IsNew: false, found.Entry.Namespace, found.Scope);
        }

        problems.Add(new Diagnostic(
            TaskCodes.NotATask,
            $"{found.Entry.Namespace} names the build {found.Entry.Build}, which is no task, "
            + $"so no task can use {image.Name}",
            "Run `slipway index delete` on it, and decide again."));
        return null;
    }
}
