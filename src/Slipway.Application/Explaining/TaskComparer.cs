using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Decisions;
using Slipway.Application.Digests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Model.Configuration;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>
/// Says what the tree differs in from a build that a task was, as far as the task's definition and the context that it
/// got tell: the inputs themselves only the store of the machine that built has.
/// </summary>
/// <param name="parts">What is opened.</param>
/// <param name="inputs">What the tree has.</param>
internal sealed class TaskComparer(WorkspaceParts parts, IReadOnlyDictionary<ImageName, ImageInputs> inputs)
{
    /// <returns>Lines for people; null when there is no such task, or not any more.</returns>
    public async Task<ImmutableArray<string>?> CompareAsync(
        ImageName image, TaskId? task, CancellationToken cancellationToken)
    {
        if (parts.BackendKind != BackendKind.Taskcluster
            || task is not { } id
            || await new IndexedBuilds(parts.Taskcluster.Index, parts.Taskcluster.Queue, parts.Config)
                .FindAsync(id, image, null, cancellationToken) is not { } build)
        {
            return null;
        }

        var definition = parts.Catalog[image];
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.AddRange(await ContextAsync(build, cancellationToken));
        lines.AddRange(Arguments(build, definition));
        lines.AddRange(await ParentsAsync(build, definition, cancellationToken));
        if (parts.Config.Dialect.DigestLines is not null
            && build.Builder is { } builder
            && builder != parts.Config.ImageBuilder)
        {
            lines.Add($"the builder was {Display.Text(builder)}, and is {parts.Config.ImageBuilder}");
        }

        if (build.Platform is { } platform && platform != parts.Config.Platform)
        {
            lines.Add($"the platform was {Display.Text(platform)}, and is {parts.Config.Platform}");
        }

        return lines.Count > 0
            ? lines.DrainToImmutable()
            :
            [
                $"what task {id} tells is as it is now: context, arguments and parents; "
                + "the rest of its inputs it does not tell",
            ];
    }

    private async Task<IEnumerable<string>> ContextAsync(TaskBuild build, CancellationToken cancellationToken)
    {
        var hashes = await new ContextTars(parts.Tree).HashAsync([build.Image], inputs, cancellationToken);
        string now = hashes[build.Image].ToString();
        if (build.ContextHash is not { } before)
        {
            return [$"task {build.Task} does not tell its context"];
        }

        if (before == now)
        {
            return [];
        }

        var contexts = new TaskContexts(parts.Tree, parts.Taskcluster.Artifacts);
        return await contexts.CompareAsync(build, inputs[build.Image], cancellationToken) is { IsEmpty: false } files
            ? files
            : [$"the context was {Display.Text(before)[..Math.Min(12, before.Length)]}, and is {now[..12]}; "
                + "the files that the task got are gone"];
    }

    private IEnumerable<string> Arguments(TaskBuild build, ImageDefinition image)
    {
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in image.Args)
        {
            now[name] = value;
        }

        foreach (var (name, value) in parts.Config.Dialect.Tasks.Arguments)
        {
            now[name] = value;
        }

        foreach (string name in now.Keys.Union(build.Arguments.Keys).Order(StringComparer.Ordinal))
        {
            string? before = build.Arguments.GetValueOrDefault(name);
            string? after = now.GetValueOrDefault(name);
            if (before != after)
            {
                yield return $"the argument {Display.Text(name)} {Was(before)}, and {Is(after)}";
            }
        }

        static string Was(string? value) => value is null ? "was not there" : $"was '{Display.Text(value)}'";
        static string Is(string? value) => value is null ? "is gone" : $"is '{Display.Text(value)}'";
    }

    private async Task<IEnumerable<string>> ParentsAsync(
        TaskBuild build, ImageDefinition image, CancellationToken cancellationToken)
    {
        var tasks = build.Parents
            .Where(pair => TaskId.TryParse(pair.Value, out _))
            .ToDictionary(pair => pair.Key, pair => TaskId.Parse(pair.Value), StringComparer.Ordinal);
        var definitions = await parts.Taskcluster.Queue.FindDefinitionsAsync([.. tasks.Values], cancellationToken);
        var lines = new List<string>();
        foreach (var parent in image.Parents.Select(edge => edge.Parent))
        {
            bool isKnown = tasks.TryGetValue(parent.Value, out var task)
                || (image.Parents.Length == 1 && tasks.TryGetValue("parent", out task));
            if (!isKnown)
            {
                lines.Add($"it was not built on {parent}");
            }
            else if (definitions.TryGetValue(task, out var definition) && DigestOf(definition) is { } before)
            {
                if (before != inputs[parent].Digest)
                {
                    lines.Add($"its parent {parent} was {before.Short}, and is {inputs[parent].Digest.Short}");
                }
            }
            else
            {
                lines.Add($"its parent {parent} was of task {task}, which is gone or does not tell its digest");
            }
        }

        return lines;
    }

    private static InputsDigest? DigestOf(System.Text.Json.Nodes.JsonObject definition) =>
        TaskImage.Of(definition).Digest;
}
