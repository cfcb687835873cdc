using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.References;

namespace Slipway.Decisions.Planning;

/// <summary>Makes tasks of files that define them: tasks that use the images of a decision. Pure.</summary>
/// <param name="catalog">The images of the tree.</param>
/// <param name="settings">What is configured for tasks.</param>
/// <param name="request">For whom, and when.</param>
public sealed class FileTasks(ImageCatalog catalog, PoolSettings settings, DecisionRequest request)
{
    /// <summary>The kind of the tasks.</summary>
    public const string Kind = "task";

    private readonly TaskFrame _frame = new(request, settings, catalog.Config);

    /// <summary>The plan with these tasks behind those of images.</summary>
    /// <param name="plan">The tasks of images.</param>
    /// <param name="files">The files, by path.</param>
    /// <param name="resolver">Puts the tasks of the plan's images into them,
    /// with <paramref name="problems"/> as its own.</param>
    /// <param name="problems">Gets what is wrong with the files.</param>
    /// <exception cref="SlipwayException">Everything that is wrong with the files.</exception>
    public DecisionPlan AddTo(
        DecisionPlan plan, IEnumerable<TaskDefinitionFile> files, DefinitionResolver resolver, DiagnosticBag problems)
    {
        var tasks = ImmutableArray.CreateBuilder<DecisionTask>();
        foreach (var file in files)
        {
            var resolved = resolver.Resolve(file.Content, file.Name);
            if (!problems.HasErrors
                && TaskDefinitionReader.Read(resolved.Content, file.Name, request.Now, problems) is { } definition)
            {
                CheckGroup(file, definition, problems);
                tasks.Add(Finish(file, definition, resolved, plan));
            }
        }

        problems.ThrowIfErrors();
        return plan with { Tasks = [.. plan.Tasks, .. tasks], Warnings = [.. plan.Warnings, .. problems.ToSorted()] };
    }

    private void CheckGroup(TaskDefinitionFile file, JsonObject definition, DiagnosticBag problems)
    {
        if (definition["taskGroupId"]?.ToString() is { } group && group != request.Group.Value)
        {
            problems.Add(new Diagnostic(
                TaskCodes.DefinitionInvalid,
                $"The task names the group '{Display.Text(group)}', and the decision's is {request.Group}",
                "Leave 'taskGroupId' out: tasks of a decision are in its group.",
                new SourceLocation(file.Name)));
        }
    }

    private DecisionTask Finish(
        TaskDefinitionFile file, JsonObject definition, ResolvedFile resolved, DecisionPlan plan)
    {
        string label = WithoutExtension(file.Path.Value);
        var needed = DependenciesOf(definition, resolved, plan);
        IEnumerable<string> all = (definition["dependencies"] as JsonArray ?? [])
            .Select(id => id!.ToString())
            .Concat(needed.Values.Select(id => id.Value));
        var created = plan.Tasks.Select(task => task.Id.Value).ToHashSet(StringComparer.Ordinal);
        definition["dependencies"] = _frame.Dependencies(all, all.Any(created.Contains));
        _frame.FillIn(definition);
        Fill(definition, "metadata", _frame.Metadata(
            label, $"Defined by {file.Path}", SourceLink.Of(request.Parameters, file.TreePath ?? RelativePath.Root)));
        Fill(definition, "tags", _frame.Tags(label, Kind));
        Fill(definition, "extra", new JsonObject { ["parent"] = request.Decision.Value });
        if (needed.TryGetValue(DecisionPlanner.ImageInput, out var image))
        {
            SetInput((JsonObject)definition["extra"]!, image);
        }

        return new DecisionTask
        {
            Id = DecisionIds.OfFile(file.Path, request.Group),
            Label = label,
            Description = definition["metadata"]?["description"]?.ToString() ?? string.Empty,
            Kind = Kind,
            Definition = definition,
            Dependencies = needed,
            File = file.Name,
        };
    }

    /// <summary>The image that the task runs in, and those whose tasks the definition names elsewhere.</summary>
    private static ImmutableSortedDictionary<string, TaskId> DependenciesOf(
        JsonObject definition, ResolvedFile resolved, DecisionPlan plan)
    {
        var needed = ImmutableSortedDictionary.CreateBuilder<string, TaskId>(StringComparer.Ordinal);
        foreach (var reference in resolved.References.Where(reference => reference.IsTask))
        {
            if (ImageName.TryParse(reference.Image, out var name)
                && plan.Images.TryGetValue(name, out var task)
                && task.Task.Value == reference.Reference)
            {
                needed[reference.Image == DecisionPlanner.ImageInput ? $"image-{name}" : reference.Image] = task.Task;
            }
        }

        if (ImageTaskOf(definition) is { } image)
        {
            foreach (string other in needed.Where(pair => pair.Value == image).Select(pair => pair.Key).ToList())
            {
                needed.Remove(other);
            }

            needed[DecisionPlanner.ImageInput] = image;
        }

        return needed.ToImmutable();
    }

    private static TaskId? ImageTaskOf(JsonObject definition) =>
        definition["payload"] is JsonObject payload
        && payload["image"] is JsonObject image
        && image["taskId"] is JsonValue value
        && value.TryGetValue(out string? text)
        && TaskId.TryParse(text, out var task)
            ? task
            : null;

    // What verifies a chain of trust wants this to be the image's task, and refuses another one.
    private static void SetInput(JsonObject extra, TaskId image)
    {
        // What is there and no mapping could not name inputs, so nothing is lost by replacing it.
        var chain = Mapping(extra, "chainOfTrust");
        Mapping(chain, "inputs")[DecisionPlanner.ImageInput] = image.Value;
    }

    private static JsonObject Mapping(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there)
        {
            return there;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static void Fill(JsonObject definition, string key, JsonObject defaults)
    {
        if (definition[key] is not JsonObject given)
        {
            definition[key] = defaults;
            return;
        }

        foreach (var (name, value) in defaults)
        {
            given.TryAdd(name, value?.DeepClone());
        }
    }

    private static string WithoutExtension(string path) => path[..^Path.GetExtension(path).Length];
}

/// <summary>A file that defines a task.</summary>
/// <param name="Path">Below the folder of the definitions: it makes the task's id.</param>
/// <param name="Name">As a person finds it, for messages.</param>
/// <param name="TreePath">Below the root of the tree; null for a file elsewhere.</param>
/// <param name="Content">The bytes.</param>
public sealed record TaskDefinitionFile(
    RelativePath Path,
    string Name,
    RelativePath? TreePath,
    ReadOnlyMemory<byte> Content);
