using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Decisions.Tests.Planning;

/// <summary>The routes that taskgraph itself gave to its tasks.</summary>
public sealed class GoldenRouteTests
{
    private static readonly JsonArray Cases = JsonNode
        .Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Golden", "taskgraph-cached-tasks.json")))!
        .AsArray();

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_task_of_an_image_has_the_routes_that_taskgraph_gives_it(int number)
    {
        var expected = Cases[number]!;
        string name = (string)expected["name"]!;
        var config = (DecisionCase.Config with
        {
            Prefix = (string?)expected["cached_task_prefix"] ?? (string)expected["trust_domain"]!,
            Dialect = TaskgraphDialect.Instance,
            Templates = IndexTemplates.Taskgraph,
            PullRequests = PullRequestScope.Shared,
        }).With(DecisionCase.Tasks with { TrustDomain = (string)expected["trust_domain"]! });
        var tree = new TestTree { Config = config }.Image(name);
        tree.Digests[TestTree.Name(name)] = InputsDigest.Parse((string)expected["digest"]!);
        string tasksFor = (string)expected["tasks_for"]!;
        var push = new DecisionCase
        {
            Level = (int)expected["level"]!,
            TasksFor = tasksFor,
            PullRequest = PushParameters.IsPullRequestEvent(tasksFor)
                ? PullRequestId.Of("https://example.com/fork", (string)expected["head_ref"]!)
                : null,
        };

        // The build date of the cases is the date of the test's push.
        Assert.Equal(TestTree.Now.ToUnixTimeSeconds(), (long)expected["build_date"]!);
        Assert.Equal(
            DecisionCase.Texts(expected["routes"]).Order(StringComparer.Ordinal),
            DecisionCase.Texts(push.Decide(tree).Tasks[0].Definition["routes"]).Order(StringComparer.Ordinal));
    }
}
