using System.Collections.Immutable;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Finds the places of a Dockerfile that name a parent which a task built.</summary>
internal static class ParentFinder
{
    /// <summary>What messages and chains of trust call the image of <c>PARENT_TASK_ID</c>.</summary>
    public const string Parent = "parent";

    /// <param name="dockerfile">The Dockerfile of the context.</param>
    /// <param name="settings">What the task asks for.</param>
    /// <param name="problems">Gets what is wrong with it; warnings only, the engine has the last word.</param>
    public static ExpandedDockerfile? Read(
        ReadOnlyMemory<byte> dockerfile, TaskBuildSettings settings, DiagnosticBag problems)
    {
        return DockerfileReader.ReadExpanded(
            dockerfile, settings.Dockerfile, Settings(settings), problems);
    }

    /// <summary>What the Dockerfile is read with.</summary>
    public static DockerfileSettings Settings(TaskBuildSettings settings) => new()
    {
        // Not read as strictly as those of a tree: a context may come from taskgraph.
        Rules = DockerfileRules.Tolerant,
        Args = settings.ParentTask is not null || settings.ParentFile is not null
            ? settings.Args.SetItem(DockerfileSettings.ParentArgument, ParentPlaces.Placeholder)
            : settings.Args,
        Platform = settings.Platform,
    };

    /// <summary>The parent that a place means; null when it means none.</summary>
    public static ParentUse? Of(ImageReferenceUse use, ImmutableArray<ParentUse> parents, TaskBuildSettings settings)
    {
        if (parents.FirstOrDefault(parent => parent.Places.Any(place => place.Resolved == use.Resolved)) is { } named)
        {
            return named;
        }

        // What a base brings: a name that the Dockerfile itself does not have.
        return settings.Parents.TryGetValue(use.Resolved, out var task)
            ? new ParentUse(use.Resolved, task, [use])
            : null;
    }

    /// <returns>Those parents that are used, each with its places.</returns>
    public static ImmutableArray<ParentUse> Find(
        ExpandedDockerfile dockerfile, TaskBuildSettings settings, DiagnosticBag problems)
    {
        var parents = new List<(ParentUse Use, string Written)>();
        if (settings.ParentTask is not null || settings.ParentFile is not null)
        {
            var places = dockerfile.References
                .Where(use => use.Resolved == ParentPlaces.Placeholder)
                .ToImmutableArray();
            parents.Add((
                new ParentUse(Parent, settings.ParentFile is null ? settings.ParentTask : null, places),
                $"${DockerfileSettings.ParentArgument}"));
        }

        var named = dockerfile.References.Where(use => use.Resolved != ParentPlaces.Placeholder).ToImmutableArray();
        parents.AddRange(settings.Parents.Select(
            pair => (new ParentUse(pair.Key, pair.Value, ParentPlaces.Of(pair.Key, named)), pair.Key)));

        // The one parent of an image comes both as $DOCKER_IMAGE_PARENT and by its name, and the Dockerfile has either.
        foreach (var (_, written) in parents.GroupBy(parent => parent.Use.Task)
            .Where(same => same.All(parent => parent.Use.Places.IsEmpty))
            .Select(same => same.First()))
        {
            problems.Add(new Diagnostic(
                TaskBuildCodes.ParentUnused,
                $"The Dockerfile names {written} nowhere, which the task says it is built on",
                $"Write {written} behind FROM or COPY --from=, or take the parent away from the image.",
                Severity: Severity.Warning));
        }

        return [.. parents.Select(parent => parent.Use).Where(use => !use.Places.IsEmpty)];
    }
}

/// <summary>A parent that the Dockerfile uses.</summary>
/// <param name="Name">What the environment calls it; <see cref="ParentFinder.Parent"/> for
/// <c>PARENT_TASK_ID</c>.</param>
/// <param name="Task">The task that built it; null when it is a file.</param>
/// <param name="Places">Where the Dockerfile names it.</param>
internal sealed record ParentUse(string Name, TaskId? Task, ImmutableArray<ImageReferenceUse> Places);
