using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Makes tasks of a plan: one for each digest that has to be built. Pure.</summary>
public sealed class DecisionPlanner
{
    /// <summary>The chain-of-trust input, and the dependency, that is the image in which a task runs.</summary>
    public const string ImageInput = "docker-image";

    private readonly ImageCatalog _catalog;
    private readonly DecisionRequest _request;
    private readonly IndexScope _scope;
    private readonly TaskFrame _frame;
    private readonly ImageEnvironment _environment;
    private readonly DiagnosticBag _problems = new();
    private readonly ImageRoutes _routes;

    /// <param name="catalog">The images of the tree.</param>
    /// <param name="settings">What is configured for tasks.</param>
    /// <param name="request">For whom, and when.</param>
    public DecisionPlanner(ImageCatalog catalog, PoolSettings settings, DecisionRequest request)
    {
        _catalog = catalog;
        _request = request;
        _scope = new IndexNaming(catalog.Config).WritableScope(request.Parameters.Push);
        _frame = new TaskFrame(request, settings, catalog.Config);
        _environment = new ImageEnvironment(request, catalog.Config);
        _routes = new ImageRoutes(request.Parameters, settings.TrustDomain, _problems);
    }

    /// <summary>The kind of the tasks, as taskgraph calls it: also the first part of their labels.</summary>
    public const string Kind = "docker-image";

    /// <summary>The images whose contexts the tasks need: the first of each digest that is built, or every one where
    /// each has a task of its own.</summary>
    public static ImmutableArray<ImageName> ContextsOf(BuildPlan plan, SlipwayConfig config)
    {
        var images = plan.ToBuild.Where(image => !image.IsPackage);
        return
        [
            .. (config.Dialect.SharesDigests ? images.DistinctBy(image => image.Digest) : images)
                .Select(image => image.Name),
        ];
    }

    /// <param name="plan">What is reused and what is built.</param>
    /// <param name="contextHashes">SHA-256 of the uncompressed tar of each of <see cref="ContextsOf"/>.</param>
    /// <exception cref="SlipwayException">Everything that the Queue would refuse,
    /// and images that no task made.</exception>
    /// <exception cref="ArgumentException">The settings name no workers, and something has to be built.</exception>
    public DecisionPlan Plan(BuildPlan plan, IReadOnlyDictionary<ImageName, Sha256Digest> contextHashes)
    {
        if (_frame.Settings.Workers is null && plan.ToBuild.Any())
        {
            throw new ArgumentException(
                "Images have to be built, and the settings were read without workers.", nameof(plan));
        }

        var images = plan
            .Images.Select(TaskOf)
            .OfType<ImageTask>()
            .ToImmutableSortedDictionary(task => task.Image, task => task);
        BuilderFitness.Check(
            plan.ToBuild.Select(image => _catalog[image.Name]), _frame.Settings, BuilderOf, _problems);
        _problems.ThrowIfErrors();
        ImmutableArray<DecisionTask> tasks =
        [
            .. plan.ToBuild
                .GroupBy(image => image.Digest)
                .Select(group => Build([.. group], contextHashes, images)),
        ];
        _problems.ThrowIfErrors();
        Warn(plan.ToBuild.Select(image => _catalog[image.Name]));
        return new DecisionPlan(_request.Group, tasks, images, _problems.ToSorted());
    }

    private ImageTask? TaskOf(PlannedImage image)
    {
        if (image.MustBuild)
        {
            // Pull requests may be configured to index nothing.
            bool isIndexed = _catalog[image.Name].IsCached && !image.Inserts.IsEmpty;
            var id = DecisionIds.OfImage(image.Digest, _scope, _request.Group);
            return new ImageTask(
                image.Name, image.Digest, id, IsNew: true, isIndexed ? image.Inserts[^1] : null, _scope);
        }

        return ImageTask.Found(image, _problems);
    }

    private string BuilderOf(ImageDefinition image) =>
        _catalog.Config.Extensions.Get<TaskSettings>().Image
        ?? image.Extensions.Get<DigestSettings>().ImageBuilder
        ?? _catalog.Config.ImageBuilder;

    /// <summary>Says what the tasks will not be able to do.</summary>
    private void Warn(IEnumerable<ImageDefinition> images)
    {
        foreach (var image in images)
        {
            if (!image.Secrets.IsEmpty)
            {
                _problems.Add(new Diagnostic(
                    TaskCodes.SecretsWithheld,
                    $"The task of {image.Name} gets none of the secrets that it asks for: "
                    + $"{string.Join(", ", image.Secrets)}",
                    "Build it with `slipway build`, or let its Dockerfile get what it needs.",
                    image.Location,
                    Severity.Warning));
            }
        }
    }

    private DecisionTask Build(
        ImmutableArray<PlannedImage> images,
        IReadOnlyDictionary<ImageName, Sha256Digest> contextHashes,
        ImmutableSortedDictionary<ImageName, ImageTask> tasks)
    {
        var image = images[0];
        var definition = _catalog[image.Name];
        var parents = new ParentTasks(definition, tasks);
        var dependencies = parents.New;
        string label = $"{Kind}-{image.Name}";
        var rules = _catalog.Config.Dialect.Tasks;
        string description = rules.Description(string.Join(", ", images.Select(built => built.Name)));
        var payload = new ImagePayload(
            _frame.Settings.Implementation, BuilderOf(definition), _frame.Settings.MaxRunTime, _frame.Expires)
        {
            BuilderOutput = rules.Output(_catalog.Config),
            HasExitStatus = rules.HasExitStatus,
        };
        var task = new JsonObject
        {
            ["provisionerId"] = _frame.Settings.Workers!.Provisioner,
            ["workerType"] = _frame.Settings.Workers.WorkerType,
            ["priority"] = _frame.Settings.Priority,
            ["retries"] = 5,
            ["requires"] = "all-completed",
            ["dependencies"] = _frame.Dependencies(dependencies.Values.Select(id => id.Value), dependencies.Count > 0),
            ["routes"] = TaskFrame.ToArray(_routes.Of(images, _catalog)),
            ["scopes"] = TaskFrame.ToArray(_frame.Settings.Scopes),
            ["payload"] = payload.Write(_environment.Of(image, definition, contextHashes[image.Name], parents)),
            ["metadata"] = _frame.Metadata(
                label,
                description + LinkOf(definition, rules),
                SourceLink.Of(_request.Parameters, rules.Source(definition))),
            ["tags"] = Tags(label),
            ["extra"] = Extra(image, definition, parents),
        };
        _frame.FillIn(task);
        return new DecisionTask
        {
            Id = tasks[image.Name].Task,
            Label = label,
            Description = description,
            Kind = Kind,
            Definition = task,
            Dependencies = dependencies,
            Images = [.. images.Select(built => built.Name)],
        };
    }

    // docker-worker's payloads name an image, and are known by it; nothing else says that generic-worker runs these.
    private JsonObject Tags(string label)
    {
        var tags = _frame.Tags(label, Kind);
        if (_frame.Settings.Implementation == WorkerImplementation.GenericWorker)
        {
            tags["worker-implementation"] = "generic-worker";
        }

        return tags;
    }

    private string LinkOf(ImageDefinition definition, ImageTaskRules rules) =>
        rules.LinksTreeherder && definition.Extensions.Get<ImageTaskSettings>().Symbol is not null
            ? $" ([Treeherder push]({Treeherder.PushOf(_request.Parameters)}))"
            : string.Empty;

    private JsonObject Extra(PlannedImage image, ImageDefinition definition, ParentTasks parents)
    {
        var settings = definition.Extensions.Get<ImageTaskSettings>();
        var extra = new JsonObject
        {
            ["parent"] = _request.Decision.Value,
            ["index"] = new JsonObject
            {
                ["rank"] = ImageRank.Of(settings, _catalog.Config.Dialect.Tasks, _request.Parameters.Push),
                ["data"] = new JsonObject
                {
                    [IndexData.Digest] = image.Digest.ToString(),
                    [IndexData.Scope] = _scope.Text,
                },
            },
        };
        if (parents.ToInputs() is { } inputs)
        {
            extra["chainOfTrust"] = new JsonObject { ["inputs"] = inputs };
        }

        if (settings.Symbol is { } symbol)
        {
            Treeherder.AddTo(
                extra,
                symbol,
                Treeherder.ImagePlatform,
                Treeherder.ImageJobKind,
                Treeherder.ImageTier,
                _catalog.Config.Extensions.Get<TaskSettings>().GroupNames);
        }

        return extra;
    }
}
