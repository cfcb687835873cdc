using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>Makes the definitions of gecko's tasks of images and packages.</summary>
/// <remarks>
/// As <c>gecko_taskgraph/transforms/docker_image.py</c>, <c>job/distro_package.py</c> and <c>task.py</c> have them.
/// </remarks>
internal sealed class GeckoTasks
{
    private readonly ImageCatalog _catalog;
    private readonly DecisionRequest _request;
    private readonly PoolSettings _settings;
    private readonly GeckoWorkers _workers;
    private readonly GeckoExpiry _expiry;
    private readonly GeckoEnvironment _environment;
    private readonly GeckoRoutes _routes;
    private readonly GeckoShow _show;
    private readonly GeckoImageTask _words;

    public GeckoTasks(
        ImageCatalog catalog, PoolSettings settings, DecisionRequest request, DiagnosticBag problems)
    {
        _catalog = catalog;
        _request = request;
        _settings = settings;
        Frame = new TaskFrame(request, settings, catalog.Config);
        _workers = new GeckoWorkers(catalog.Config, settings, request.Parameters, problems);
        _expiry = new GeckoExpiry(catalog.Config, request.Parameters, problems);
        _environment = new GeckoEnvironment(catalog, request);
        _routes = new GeckoRoutes(catalog.Config, settings, request.Parameters, problems);
        _show = new GeckoShow(catalog.Config, request.Parameters);
        _words = catalog.Config.Extensions.Get<GeckoImageTask>();
    }

    /// <summary>What all tasks of the decision have in common.</summary>
    public TaskFrame Frame { get; }

    public GeckoWorkers Workers => _workers;

    // Cached tasks of a busy branch are what its developers wait for (bump_priority of cached_tasks.py).
    private string Priority => _request.Parameters.Project == "autoland" ? "medium" : _settings.Priority;

    /// <summary>The label of a task: packages are called after theirs.</summary>
    public string LabelOf(ImageName name) =>
        _catalog[name].Package is null ? $"{DecisionPlanner.Kind}-{name}" : name.Value;

    public DecisionTask OfImage(
        PlannedImage planned, Sha256Digest contextHash, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        var image = _catalog[planned.Name];
        var settings = image.Extensions.Get<GeckoImageSettings>();
        var needs = NeedsOf(image, tasks);
        var builder = image.Parents.FirstOrDefault(edge => edge.Roles.HasFlag(EdgeRoles.Builder));
        string id = tasks[image.Name].Task.Value;
        string expires = IndexData.Moment(_expiry.OfArtifact(_request.Now, "long", null));
        var payload = Payload(
            builder is null ? JsonValue.Create(BuilderOf(image)) : ImageOf(tasks[builder.Parent].Task),
            _environment.OfImage(image, contextHash, tasks),
            TimeSpan.FromHours(2),
            new JsonObject
            {
                [ArtifactName.Image.Value] = Artifact("file", _words.ImagePath, expires),
            },
            hasChainOfTrust: true);
        payload["onExitStatus"] = image.Name.Value == _words.Retried
            ? new JsonObject { ["retry"] = new JsonArray(-1) }
            : new JsonObject();
        return Finish(
            planned,
            image,
            DecisionPlanner.Kind,
            _workers.Find(settings.Arch == "arm64" ? _words.Arm64Worker : _words.Worker),
            Priority,
            needs,
            payload,
            $"Build the docker image {image.Name} for use by dependent tasks",
            _show.OfImage(image),
            _expiry.OfTask(_request.Now, "long", null),
            id);
    }

    public DecisionTask OfPackage(PlannedImage planned, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        var image = _catalog[planned.Name];
        var package = image.Package!;
        var settings = image.Extensions.Get<PackageTaskSettings>();
        // A plan builds no package without the image to build it in.
        var runsIn = tasks[package.RunsIn];
        var needs = NeedsOf(image, tasks).SetItem(DecisionPlanner.ImageInput, runsIn);
        string expires = IndexData.Moment(
            _expiry.OfArtifact(_request.Now, settings.ExpirationPolicy, settings.ExpiresAfter));
        var payload = Payload(
            ImageOf(runsIn.Task),
            _environment.OfPackage(image, tasks),
            settings.MaxRunTime ?? TimeSpan.FromHours(1),
            new JsonObject { ["public/build"] = Artifact("directory", "/tmp/artifacts", expires) },
            settings.HasChainOfTrust);
        payload["command"] = new JsonArray([.. package.Command.Select(line => (JsonNode)line)]);
        return Finish(
            planned,
            image,
            "packages",
            _workers.Find(settings.WorkerType ?? string.Empty),
            settings.Priority ?? Priority,
            needs,
            payload,
            settings.Description,
            _show.OfPackage(image),
            _expiry.OfTask(_request.Now, settings.ExpirationPolicy, settings.ExpiresAfter),
            tasks[image.Name].Task.Value);
    }

    /// <summary>The tasks that an image's or a package's needs, by the names under which it knows them.</summary>
    private static ImmutableSortedDictionary<string, ImageTask> NeedsOf(
        ImageDefinition image, IReadOnlyDictionary<ImageName, ImageTask> tasks)
    {
        var needs = ImmutableSortedDictionary.CreateBuilder<string, ImageTask>(StringComparer.Ordinal);
        foreach (var edge in image.Parents)
        {
            foreach (var role in edge.Roles.Each())
            {
                needs[KeyOf(edge, role)] = tasks[edge.Parent];
            }
        }

        return needs.ToImmutable();
    }

    private static string KeyOf(ImageEdge edge, EdgeRoles role) => role switch
    {
        EdgeRoles.Builder => DecisionPlanner.ImageInput,
        EdgeRoles.Package => edge.Parent.Value[PackageSource.LabelPrefix.Length..],
        _ => "parent",
    };

    private static JsonObject Payload(
        JsonNode image, JsonObject environment, TimeSpan maxRunTime, JsonObject artifacts, bool hasChainOfTrust)
    {
        var features = new JsonObject { ["allowPtrace"] = true };
        if (hasChainOfTrust)
        {
            features["chainOfTrust"] = true;
        }

        return new JsonObject
        {
            ["image"] = image,
            ["env"] = environment,
            ["maxRunTime"] = (long)maxRunTime.TotalSeconds,
            ["onExitStatus"] = new JsonObject(),
            ["artifacts"] = artifacts,
            ["features"] = features,
        };
    }

    /// <summary>An image that a task of the tree built, as a task runs in it.</summary>
    public static JsonObject ImageOf(TaskId task) => new()
    {
        ["path"] = ArtifactName.Image.Value,
        ["taskId"] = task.Value,
        ["type"] = "task-image",
    };

    private static JsonObject Artifact(string type, string path, string expires) => new()
    {
        ["path"] = path,
        ["type"] = type,
        ["expires"] = expires,
    };

    private string BuilderOf(ImageDefinition image) =>
        image.Extensions.Get<DigestSettings>().ImageBuilder ?? _catalog.Config.ImageBuilder;

    private DecisionTask Finish(
        PlannedImage planned,
        ImageDefinition image,
        string kind,
        GeckoWorker worker,
        string priority,
        ImmutableSortedDictionary<string, ImageTask> needs,
        JsonObject payload,
        string description,
        JsonObject extra,
        DateTimeOffset expires,
        string id)
    {
        string label = LabelOf(image.Name);
        bool hasChainOfTrust = payload["features"]!["chainOfTrust"] is not null;
        if (hasChainOfTrust && needs.TryGetValue(DecisionPlanner.ImageInput, out var runsIn))
        {
            extra["chainOfTrust"] = new JsonObject
            {
                ["inputs"] = new JsonObject { [DecisionPlanner.ImageInput] = runsIn.Task.Value },
            };
        }

        extra["parent"] = _request.Decision.Value;
        var definition = new JsonObject
        {
            ["provisionerId"] = worker.Provisioner,
            ["workerType"] = worker.WorkerType,
            ["priority"] = priority,
            ["dependencies"] = Frame.Dependencies(
                needs.Values.Select(need => need.Task.Value).Distinct(StringComparer.Ordinal),
                needs.Values.Any(need => need.IsNew)),
            ["routes"] = TaskFrame.ToArray(_routes.Of(planned, image)),
            ["scopes"] = new JsonArray("docker-worker:feature:allowPtrace"),
            ["payload"] = payload,
            ["metadata"] = Frame.Metadata(
                label, _show.Describe(image, description, id), SourceLink.Of(_request.Parameters, KindFolder(kind))),
            ["tags"] = Tags(label, kind, worker),
            ["extra"] = extra,
            ["expires"] = IndexData.Moment(expires > Frame.Deadline ? expires : Frame.Deadline),
        };
        Frame.FillIn(definition);
        return new DecisionTask
        {
            Id = TaskId.Parse(id),
            Label = label,
            Kind = kind,
            Description = description,
            Definition = definition,
            Dependencies = needs.Where(need => need.Value.IsNew).ToImmutableSortedDictionary(
                need => need.Key, need => need.Value.Task, StringComparer.Ordinal),
            Images = [image.Name],
            Attributes = GeckoAttributes.Of(planned, image, _catalog.Config, _request.Parameters),
            Search = [.. planned.Candidates.Select(question => question.Namespace.Value)],
        };
    }

    private JsonObject Tags(string label, string kind, GeckoWorker worker)
    {
        var tags = Frame.Tags(label, kind);
        tags["worker-implementation"] = worker.Implementation;
        tags["os"] = worker.Os;
        tags["retrigger"] = "false";
        return tags;
    }

    private RelativePath KindFolder(string kind) =>
        RelativePath.Parse($"{_catalog.Config.Extensions.Get<GeckoTaskSettings>().KindsFolder}/{kind}");
}
