using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using static Slipway.Decisions.Tests.Planning.DecisionCase;

namespace Slipway.Decisions.Tests.Planning;

public sealed class DefinitionComparisonTests
{
    private static readonly DecisionPlan Plan = new DecisionCase().Decide(
        EmptyTree().Image("base").Image("app", ["base"]));

    private static DecisionTask App => Plan.Tasks[1];

    [Fact]
    public void What_the_Queue_fills_in_makes_no_other_task()
    {
        var stored = (JsonObject)App.Definition.DeepClone();
        stored["taskQueueId"] = "gecko-1/images";
        stored["projectId"] = "none";
        stored["created"] = "2020-01-01T00:00:00.000Z";
        stored["deadline"] = "2020-01-02T00:00:00.000Z";
        stored["expires"] = "2020-01-03T00:00:00.000Z";
        stored["payload"]!["artifacts"]!["public/image.tar.zst"]!["expires"] = "2020-01-03T00:00:00.000Z";

        Assert.Empty(Compare(App.Definition, stored));
    }

    [Fact]
    public void A_short_definition_is_the_same_as_the_whole_one_that_the_Queue_has()
    {
        var sent = JsonNode.Parse("""{"taskQueueId": "a/b", "payload": {}, "metadata": {"name": "x"}}""")!.AsObject();
        var stored = JsonNode
            .Parse(
                """
                {"provisionerId": "a", "workerType": "b", "taskQueueId": "a/b", "schedulerId": "-", "projectId": "none", "dependencies": [],
                 "requires": "all-completed", "routes": [], "priority": "lowest", "retries": 5, "scopes": [], "payload": {},
                 "metadata": {"name": "x"}, "tags": {}, "extra": {}}
                """)!
            .AsObject();

        Assert.Empty(Compare(sent, stored));
    }

    [Fact]
    public void Another_definition_is_told_by_its_places()
    {
        var stored = (JsonObject)App.Definition.DeepClone();
        stored["payload"]!["env"]!["HASH"] = "00";
        stored["payload"]!["env"]!["MORE"] = "1";
        stored["workerType"] = "other";
        ((JsonArray)stored["routes"]!).RemoveAt(0);

        Assert.Equal(
            ["payload.env.HASH", "payload.env.MORE", "routes", "workerType"],
            Compare(App.Definition, stored).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_priority_that_was_changed_makes_no_other_task()
    {
        var stored = (JsonObject)App.Definition.DeepClone();
        stored["priority"] = "highest";

        Assert.Empty(Compare(App.Definition, stored));
    }

    [Fact]
    public void A_parent_that_was_built_and_indexed_in_between_makes_no_other_task()
    {
        // The first decision made the parent's task; now another push's task has the same digest.
        var later = new DecisionCase().Decide(EmptyTree().Image("base").Image("app", ["base"]).Built("base", 3));
        var wanted = Assert.Single(later.Tasks);

        Assert.Equal(App.Id, wanted.Id);
        Assert.NotEqual(Env(App, "PARENT_TASK_ID"), Env(wanted, "PARENT_TASK_ID"));
        Assert.Empty(
            new DefinitionComparison(later.Images.Values.Select(image => image.Task), Group).Differences(
                wanted.Definition, App.Definition));
    }

    [Fact]
    public void Two_parents_that_were_built_in_between_make_no_other_task()
    {
        var tree = EmptyTree().Image("left").Image("right").Image("app", ["left", "right"]);
        var first = new DecisionCase().Decide(tree).Tasks.Single(task => task.Label == "docker-image-app");
        var later = new DecisionCase().Decide(tree.Built("left", 3).Built("right", 3));
        var wanted = Assert.Single(later.Tasks);

        Assert.Empty(
            new DefinitionComparison(later.Images.Values.Select(image => image.Task), Group).Differences(
                wanted.Definition, first.Definition));
    }

    [Fact]
    public void A_dependency_too_many_is_another_task()
    {
        var stored = (JsonObject)App.Definition.DeepClone();
        stored["dependencies"] = new JsonArray(
            "aaaaaaaaQaaaaaaaaaaaaA", "baaaaaaaQaaaaaaaaaaaaA", Plan.Tasks[0].Id.Value);

        Assert.Equal(["dependencies"], Compare(App.Definition, stored));
    }

    private static System.Collections.Immutable.ImmutableArray<string> Compare(JsonObject wanted, JsonObject stored) =>
        new DefinitionComparison(Plan.Images.Values.Select(image => image.Task), Group).Differences(wanted, stored);
}
