using System.Text;
using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Tests.Cases;
using static Slipway.Decisions.Tests.Planning.DecisionCase;

namespace Slipway.Decisions.Tests.Planning;

public sealed class FileTasksTests
{
    private const string Workers = "provisionerId: p\nworkerType: w\n";

    [Fact]
    public void A_task_waits_for_the_image_that_it_runs_in_and_names_it_as_its_input()
    {
        var plan = Decide(
            EmptyTree().Image("builder"), Workers + "payload: {docker-image: {in-tree: builder}, maxRunTime: 60}\n");

        var (image, task) = (plan.Tasks[0], plan.Tasks[1]);
        Assert.Equal([image.Id.Value], Texts(task.Definition["dependencies"]));
        Assert.Equal(image.Id, task.Dependencies["docker-image"]);
        Assert.Equal(image.Id.Value, (string?)task.Definition["payload"]!["image"]!["taskId"]);
        Assert.Equal(image.Id.Value, (string?)task.Definition["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]);
        Assert.Equal(60, (long?)task.Definition["payload"]!["maxRunTime"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("extra: {chainOfTrust: 1}\n")]
    [InlineData("extra: {chainOfTrust: {inputs: []}}\n")]
    [InlineData("extra: {chainOfTrust: {inputs: {docker-image: VcStOyC6Sq6IQI1ezf8eYA}}}\n")]
    public void The_image_is_an_input_of_the_chain_of_trust_whatever_stood_there(string extra)
    {
        var plan = Decide(
            EmptyTree().Image("builder"), Workers + extra + "payload: {docker-image: {in-tree: builder}}\n");

        Assert.Equal(
            plan.Tasks[0].Id.Value,
            (string?)plan.Tasks[1].Definition["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"]);
    }

    [Fact]
    public void A_task_of_a_reused_image_waits_for_the_decision_too()
    {
        var plan = Decide(
            EmptyTree().Image("builder").Built("builder", 3), Workers + "payload: {image: {in-tree: builder}}\n");

        var task = Assert.Single(plan.Tasks);
        Assert.Equal(
            [plan.Images[TestTree.Name("builder")].Task.Value, Group.Value], Texts(task.Definition["dependencies"]));
    }

    [Fact]
    public void What_is_missing_of_times_group_and_metadata_is_added()
    {
        var task = Decide(EmptyTree(), Workers + "payload: {}\nmetadata: {name: mine}\ntags: {kind: lint}\n").Tasks[0];

        Assert.Equal("2026-11-06T21:20:00.000Z", (string?)task.Definition["created"]);
        Assert.Equal("2026-11-07T21:20:00.000Z", (string?)task.Definition["deadline"]);
        Assert.Equal("2026-12-04T21:20:00.000Z", (string?)task.Definition["expires"]);
        Assert.Equal("gecko-level-1", (string?)task.Definition["schedulerId"]);
        Assert.Equal(Group.Value, (string?)task.Definition["taskGroupId"]);
        Assert.Equal("mine", (string?)task.Definition["metadata"]!["name"]);
        Assert.Equal("dev@example.com", (string?)task.Definition["metadata"]!["owner"]);
        Assert.Equal(
            "https://hg.example.com/try/file/abc123/ci/lint/task.yml", (string?)task.Definition["metadata"]!["source"]);
        Assert.Equal("lint", (string?)task.Definition["tags"]!["kind"]);
        Assert.Equal("try", (string?)task.Definition["tags"]!["project"]);
        Assert.Equal("lint/task", task.Label);
    }

    [Fact]
    public void What_is_given_stays()
    {
        var task = Decide(
            EmptyTree(),
            """
            taskQueueId: p/w
            deadline: {relative-datestamp: 2 hours}
            created: {relative-datestamp: 0 seconds}
            priority: high
            retries: 0
            dependencies: [aaaaaaaaQaaaaaaaaaaaaA]
            routes: [notify.me]
            payload:
              quoted: "1"
              numbers: [1, -2, 1.5, 1e3, 007, 0x10, true, ~]
              artifacts: [{expires: {relative-datestamp: 1 day}}]
            extra: {mine: 1}
            """).Tasks[0].Definition;

        Assert.Equal("2026-11-06T23:20:00.000Z", (string?)task["deadline"]);
        Assert.Equal("2026-11-06T21:20:00.000Z", (string?)task["created"]);
        Assert.Equal("2026-11-07T21:20:00.000Z", (string?)task["payload"]!["artifacts"]![0]!["expires"]);
        Assert.Equal("high", (string?)task["priority"]);
        Assert.Equal(0, (long?)task["retries"]);
        Assert.Equal(["aaaaaaaaQaaaaaaaaaaaaA", Group.Value], Texts(task["dependencies"]));
        Assert.Equal("1", (string?)task["payload"]!["quoted"]);
        Assert.Equal("""[1,-2,1.5,1000,"007","0x10",true,null]""", task["payload"]!["numbers"]!.ToJsonString());
        Assert.Equal(1, (long?)task["extra"]!["mine"]);
    }

    [Fact]
    public void The_tasks_of_images_that_are_named_elsewhere_are_waited_for_under_their_names()
    {
        var plan = Decide(
            EmptyTree().Image("a").Image("b"),
            Workers
                + "payload:\n  image: {in-tree: a}\n  env: {OTHER: '{{#task_id_for_image}}b{{/task_id_for_image}}'}\n");

        var task = plan.Tasks[2];
        Assert.Equal(["b", "docker-image"], task.Dependencies.Keys);
        Assert.Equal(2, Texts(task.Definition["dependencies"]).Count());
        Assert.Equal(plan.Images[TestTree.Name("b")].Task.Value, Env(task, "OTHER"));
    }

    [Fact]
    public void The_id_follows_from_the_path_and_the_group()
    {
        var task = Decide(EmptyTree(), Workers + "payload: {}\n").Tasks[0];

        Assert.Equal(DecisionIds.OfFile(RelativePath.Parse("lint/task.yml"), Group), task.Id);
        Assert.NotEqual(DecisionIds.OfFile(RelativePath.Parse("lint/other.yml"), Group), task.Id);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("- payload: {}", 1, 1)]
    [InlineData(Workers, 1, 1)]
    [InlineData("payload: {}", 1, 1)]
    [InlineData(Workers + "payload: []", 3, 10)]
    [InlineData(Workers + "payload: {}\nworker-type: x", 4, 1)]
    [InlineData(Workers + "payload: {}\ndependencies: [x]", 4, 16)]
    [InlineData(Workers + "payload: {}\nroutes: a", 4, 9)]
    [InlineData(Workers + "payload: {}\nmetadata: a", 4, 11)]
    public void What_is_no_task_is_an_error_with_its_place(string text, int line, int column)
    {
        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => { Decide(EmptyTree(), text); }).Diagnostics);

        Assert.Equal(TaskCodes.DefinitionInvalid, problem.Code);
        Assert.Equal(new SourceLocation("ci/lint/task.yml", line, column), problem.Location);
    }

    [Fact]
    public void A_task_of_another_group_is_refused() =>
        Assert.Equal(
            TaskCodes.DefinitionInvalid,
            Assert
                .Throws<SlipwayException>(() =>
                {
                    Decide(EmptyTree(), Workers + "payload: {}\ntaskGroupId: aaaaaaaaQaaaaaaaaaaaaA");
                })
                .Diagnostics[0]
                .Code);

    [Fact]
    public void Aliases_that_would_fill_the_memory_are_refused()
    {
        var text = new StringBuilder(Workers + "payload:\n  a0: &a0 [1, 1]\n");
        for (int i = 1; i < 40; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        Assert.Single(Assert.Throws<SlipwayException>(() => { Decide(EmptyTree(), text.ToString()); }).Diagnostics);
    }

    [Fact]
    public void The_graph_has_the_shape_of_taskgraphs()
    {
        var plan = Decide(EmptyTree().Image("builder"), Workers + "payload: {image: {in-tree: builder}}\n");
        var graph = TaskGraphJson.TaskGraph(plan);

        var image = graph[plan.Tasks[0].Id.Value]!;
        Assert.Equal("docker-image", (string?)image["kind"]);
        Assert.Equal("docker-image-builder", (string?)image["label"]);
        Assert.Equal("builder", (string?)image["attributes"]!["image_name"]);
        Assert.True(JsonNode.DeepEquals(plan.Tasks[0].Definition, image["task"]));
        Assert.Equal(plan.Tasks[0].Id.Value, (string?)graph[plan.Tasks[1].Id.Value]!["dependencies"]!["docker-image"]);
    }

    private static DecisionPlan Decide(TestTree tree, string text)
    {
        var push = new DecisionCase();
        var plan = push.Decide(tree);
        var problems = new DiagnosticBag();
        var table = new ImageTaskTable(
            tree.Catalog,
            plan.Images.ToDictionary(pair => pair.Key, pair => pair.Value.Task),
            new Dictionary<IndexNamespace, TaskId>());
        var resolver = new DefinitionResolver(
            new ReferenceMaker(tree.Catalog, ReferenceForm.RepoDigest), table, false, problems);
        var file = new TaskDefinitionFile(
            RelativePath.Parse("lint/task.yml"),
            "ci/lint/task.yml",
            RelativePath.Parse("ci/lint/task.yml"),
            Encoding.UTF8.GetBytes(text));
        return new FileTasks(tree.Catalog, push.Settings(tree.Config), push.Request).AddTo(
            plan, [file], resolver, problems);
    }
}
