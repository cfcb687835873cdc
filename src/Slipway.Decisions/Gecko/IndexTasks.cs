using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Core.Catalog;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>
/// The tasks that put others into the index: at once, so that later pushes find a task that still runs, and when
/// another has more routes than the Queue takes (<c>gecko_taskgraph/morph.py</c>).
/// </summary>
internal sealed class IndexTasks(
    ImageCatalog catalog,
    GeckoTasks tasks,
    DecisionRequest request,
    IndexScope scope,
    IReadOnlyDictionary<ImageName, ImageTask> known,
    DiagnosticBag problems)
{
    /// <summary>The image that they run in.</summary>
    public static readonly ImageName Image = ImageName.Parse("index-task");

    private const int MostRoutes = 64;
    private const string Index = "index.";
    private const string Workers = "misc";

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    /// <summary>A task without the routes of the index that would be too many.</summary>
    public static DecisionTask WithRoutesOfItsOwn(DecisionTask task)
    {
        if (RoutesOf(task).Length <= MostRoutes)
        {
            return task;
        }

        var definition = task.Definition.DeepClone().AsObject();
        definition["routes"] = TaskFrame.ToArray([.. RoutesOf(task).Where(route => !IsIndex(route))]);
        return task with { Definition = definition };
    }

    /// <summary>The tasks that index.</summary>
    /// <param name="built">Tasks as they were made, with all their routes.</param>
    public IEnumerable<DecisionTask> Made(ImmutableArray<DecisionTask> built)
    {
        var eager = built.Where(task => task.Attributes?[GeckoAttributes.EagerIndexes] is not null).ToList();
        var crowded = built.Where(task => RoutesOf(task).Length > MostRoutes).ToList();
        if (eager.Count + crowded.Count == 0)
        {
            return [];
        }

        if (catalog.Find(Image) is null || !known.TryGetValue(Image, out var image))
        {
            return Lacking(
                $"image {Image}", $"Add the image {Image}, in which gecko runs the tasks that index others.", crowded);
        }

        if (!tasks.Workers.Has(Workers))
        {
            return Lacking(
                $"workers '{Workers}'",
                "Name them below workers.aliases in taskcluster/config.yml; they get the tasks that index others.",
                crowded);
        }

        var worker = tasks.Workers.Find(Workers);
        return
        [
            .. crowded.Select(task => Make(
                "index-task",
                task,
                [.. RoutesOf(task).Where(IsIndex).Select(route => route[Index.Length..])],
                task.Definition["extra"]?["index"]?["rank"]?.DeepClone() ?? 0,
                waits: true,
                image,
                worker)),
            .. eager.Select(task => Make(
                "eager-index",
                task,
                [.. task.Attributes![GeckoAttributes.EagerIndexes]!.AsArray().Select(ns => ns!.ToString())],
                0,
                waits: false,
                image,
                worker)),
        ];
    }

    private DecisionTask[] Lacking(string what, string remedy, List<DecisionTask> crowded)
    {
        problems.Add(new Diagnostic(
            TaskCodes.IndexImageMissing,
            $"The tree has no {what}, so nothing is indexed before it is done"
            + (crowded.Count == 0 ? "" : $", and {crowded[0].Label} has more routes than the Queue takes"),
            remedy,
            Severity: crowded.Count == 0 ? Severity.Warning : Severity.Error));
        return [];
    }

    private DecisionTask Make(
        string purpose,
        DecisionTask target,
        ImmutableArray<string> namespaces,
        JsonNode rank,
        bool waits,
        ImageTask image,
        GeckoWorker worker)
    {
        string label = $"{purpose}-{target.Label}";
        var needs = ImmutableSortedDictionary.Create<string, TaskId>(StringComparer.Ordinal);
        if (waits)
        {
            needs = needs.Add("parent", target.Id);
        }

        if (image.IsNew)
        {
            needs = needs.Add(DecisionPlanner.ImageInput, image.Task);
        }

        string[] all = [.. waits ? new[] { target.Id.Value } : [], image.Task.Value];
        var frame = tasks.Frame;
        var definition = new JsonObject
        {
            ["provisionerId"] = worker.Provisioner,
            ["workerType"] = worker.WorkerType,
            ["dependencies"] = frame.Dependencies(all, hasNew: waits || image.IsNew),
            ["deadline"] = target.Definition["deadline"]!.DeepClone(),
            // No point in existing past the other task's deadline.
            ["expires"] = target.Definition["deadline"]!.DeepClone(),
            ["metadata"] = frame.Metadata(
                label,
                $"{purpose} for {target.Description}",
                target.Definition["metadata"]!["source"]!.ToString()),
            ["scopes"] = TaskFrame.ToArray([.. ScopesOf(namespaces)]),
            ["payload"] = new JsonObject
            {
                ["image"] = GeckoTasks.ImageOf(image.Task),
                ["features"] = new JsonObject { ["taskclusterProxy"] = true },
                ["maxRunTime"] = 600,
                ["command"] = new JsonArray(
                    [.. namespaces.Prepend("insert-indexes.js").Select(text => (JsonNode)text)]),
                ["env"] = new JsonObject { ["TARGET_TASKID"] = target.Id.Value, ["INDEX_RANK"] = rank },
            },
        };
        frame.FillIn(definition);
        return new DecisionTask
        {
            Id = DecisionIds.OfLabel(label, known[target.Images[0]].Digest, scope, request.Group),
            Label = label,
            Kind = "misc",
            Description = $"{purpose} for {target.Description}",
            Definition = definition,
            Dependencies = needs,
            Attributes = new JsonObject(),
        };
    }

    private static ImmutableArray<string> RoutesOf(DecisionTask task) =>
        [.. task.Definition["routes"]?.AsArray().Select(route => route!.ToString()) ?? []];

    private static bool IsIndex(string route) => route.StartsWith(Index, StringComparison.Ordinal);

    // More scopes than fit into temporary credentials would be refused, so those of products are drawn together.
    private IEnumerable<string> ScopesOf(IEnumerable<string> namespaces)
    {
        string domain = Regex.Escape(catalog.Config.Extensions.Get<TaskSettings>().TrustDomain ?? "gecko");
        return namespaces
            .Select(ns => $"index:insert-task:{ns}")
            .Select(wanted => Regex.Match(
                wanted,
                $@"\A(?<start>index:insert-task:{domain}\.v2\.(?:trunk\.revision|[^.]*)\.)",
                RegexOptions.ExplicitCapture,
                PatternTime) is { Success: true } match ? $"{match.Groups["start"].Value}*" : wanted)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}
