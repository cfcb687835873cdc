using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Decisions.Tests.Planning;

/// <summary>A push, a group and a configuration, for decisions about trees made by hand.</summary>
internal sealed record DecisionCase
{
    public static TaskId Group { get; } = TaskId.FromBytes("0123456789abcdef"u8);

    public static TaskSettings Tasks { get; } = new()
    {
        Provisioner = new KeyedText.Plain("{trust-domain}-{level}"),
        WorkerType = new KeyedText.Plain("{alias}"),
    };

    public static SlipwayConfig Config { get; } = new SlipwayConfig { Prefix = "gecko" }.With(Tasks);

    public int Level { get; init; } = 1;

    public string? PullRequest { get; init; }

    public string TasksFor { get; init; } = "hg-push";

    public string RepositoryType { get; init; } = "hg";

    public PushParameters Parameters => new()
    {
        Push = TestTree.PushAt(Level, PullRequest) with { Project = "try", Revision = "abc123" },
        Project = "try",
        Owner = "dev@example.com",
        TasksFor = TasksFor,
        HeadRepository = "https://hg.example.com/try",
        HeadRevision = "abc123",
        HeadRef = "refs/heads/topic",
        BaseRepository = "https://hg.example.com/unified",
        RepositoryType = RepositoryType,
        PushlogId = "77",
    };

    public DecisionRequest Request => new()
    {
        Parameters = Parameters,
        Group = Group,
        Decision = Group,
        Now = TestTree.Now,
    };

    public PoolSettings Settings(SlipwayConfig config) =>
        new PoolSettingsReader(config, Parameters.Push.Level, Parameters.Project).Read(needsWorkers: true);

    public DecisionPlan Decide(TestTree tree, bool force = false, params string[] wanted)
    {
        var plan = tree.Plan(Level, PullRequest, force, wanted);
        return new DecisionPlanner(tree.Catalog, Settings(tree.Config), Request)
            .Plan(plan, tree.Digests.ToDictionary(pair => pair.Key, pair => ContextHashOf(pair.Key)));
    }

    public static Sha256Digest ContextHashOf(ImageName image) => TestTree.DigestOf($"context of {image}").Sha256;

    public static TestTree EmptyTree() => new() { Config = Config };

    public static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(item => item!.GetValue<string>());

    public static string? Env(DecisionTask task, string name) => (string?)task.Definition["payload"]!["env"]![name];
}
