using System.Text;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Decisions.Tests.Planning;

public sealed class ImageTasksReaderTests
{
    [Fact]
    public void What_a_decision_writes_is_read_back()
    {
        var plan = new DecisionCase().Decide(
            DecisionCase.EmptyTree().Image("base").Image("app", ["base"]).Built("base", 3));
        var written = TaskGraphJson.ImageTasks(plan);

        Assert.Equal("reused", (string?)written["base"]!["status"]);
        Assert.Equal("new", (string?)written["app"]!["status"]);
        Assert.Equal(TestTree.DigestOf("app").ToString(), (string?)written["app"]!["digest"]);
        Assert.Equal(
            $"gecko.cache.level-1.docker.v2.app.hash.{TestTree.DigestOf("app")}",
            (string?)written["app"]!["namespace"]);
        Assert.Equal(
            plan.Images.ToDictionary(pair => pair.Key, pair => pair.Value.Task), Read(written.ToJsonString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\": {\"taskId\": \"short\"}}")]
    [InlineData("{\"A b\": {\"taskId\": \"aaaaaaaaQaaaaaaaaaaaaA\"}}")]
    [InlineData("{\"a\": ")]
    [InlineData("{\"a\": {\"taskId\": \"aaaaaaaaQaaaaaaaaaaaaA\"}, \"a\": {\"taskId\": \"baaaaaaaQaaaaaaaaaaaaA\"}}")]
    public void Anything_else_is_an_error_that_names_the_file(string text)
    {
        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => Read(text)).Diagnostics);

        Assert.Equal(TaskCodes.ImageTasksInvalid, problem.Code);
        Assert.Equal("image-tasks.json", problem.Location?.File);
    }

    private static IReadOnlyDictionary<ImageName, TaskId> Read(string text) =>
        ImageTasksReader.Read(Encoding.UTF8.GetBytes(text), "image-tasks.json");
}
