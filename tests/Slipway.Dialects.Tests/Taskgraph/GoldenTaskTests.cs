using System.Text.Json;
using Slipway.Core.Catalog;
using Slipway.Core.Planning;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>The recorded tasks of taskgraph, from a tree with its files to the plan.</summary>
public sealed class GoldenTaskTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Golden().Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Digest_searches_and_routes_are_those_of_taskgraph(int number)
    {
        var task = Golden()[number];
        var name = ImageName.Parse(task.GetProperty("name").GetString()!);
        var parents = task.GetProperty("parents").EnumerateArray()
            .Select(parent => parent.GetString()!.Split('/'))
            .ToDictionary(parts => ImageName.Parse(parts[1]), parts => InputsDigest.Parse(parts[2]));
        var catalog = CatalogOf(task, name, parents.Keys);
        var image = catalog[name];
        var digests = new Dictionary<ImageName, InputsDigest>(parents)
        {
            [name] = TaskgraphCase.DigestOf(TaskgraphDigest.Lines(
                Sha256Digest.Parse(task.GetProperty("context_hash").GetString()),
                image.Args,
                catalog.Config.HasSpacedArguments,
                catalog.Config.ImageBuilder,
                image.Parents.Select(edge => (edge.Parent, parents[edge.Parent])))),
        };

        var planner = new Planner(catalog, digests, new PlanRequest
        {
            Wanted = [name],
            Push = PushOf(task),
            Now = DateTimeOffset.UnixEpoch,
        });
        var planned = planner
            .Plan(new Dictionary<IndexNamespace, IndexEntry>())
            .Images.Single(candidate => candidate.Name == name);

        Assert.Equal(task.GetProperty("digest").GetString(), planned.Digest.ToString());
        Assert.Equal(Strings(task, "index_search"), planned.Candidates.Select(question => question.Namespace.Value));
        Assert.Equal(
            Strings(task, "routes").Order(StringComparer.Ordinal),
            planned.Inserts.Select(ns => $"index.{ns}").Order(StringComparer.Ordinal));
    }

    private static ImageCatalog CatalogOf(JsonElement task, ImageName name, IEnumerable<ImageName> parents)
    {
        string? prefix = task.GetProperty("cached_task_prefix").GetString();
        string taskgraph = prefix is null ? "{}" : $"{{ cached-task-prefix: {prefix} }}";
        string args = string.Join(
            ", ", task.GetProperty("args").EnumerateObject().Select(arg => $"{arg.Name}: '{arg.Value.GetString()}'"));
        string parent = string.Concat(parents.Select(parent => $", parent: {parent}"));
        string kind = $"tasks:\n  {name}: {{ definition: base, args: {{ {args} }}{parent} }}\n"
            + string.Concat(parents.Select(parent => $"  {parent}: {{}}\n"));
        string config = $"trust-domain: {task.GetProperty("trust_domain").GetString()}\ntaskgraph: {taskgraph}\n";
        return TaskgraphCase.TreeOf(kind, config).Sound();
    }

    private static PushContext PushOf(JsonElement task) =>
        new()
        {
            Level = Level.From(task.GetProperty("level").GetInt32()),
            PushDate = DateTimeOffset.FromUnixTimeSeconds(task.GetProperty("build_date").GetInt64()),
            PullRequest = task.GetProperty("tasks_for")
                .GetString()!
                .StartsWith("github-pull-request", StringComparison.Ordinal)
                ? "1"
                : null,
        };

    private static IEnumerable<string> Strings(JsonElement task, string name) =>
        task.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);

    private static JsonElement[] Golden()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Golden", "taskgraph-cached-tasks.json")));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }
}
