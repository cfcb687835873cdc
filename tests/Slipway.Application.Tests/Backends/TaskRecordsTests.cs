using System.Text.Json.Nodes;
using Slipway.Application.Backends;
using Slipway.Application.Decisions;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Application.Tests.Backends;

/// <summary>Which tasks have their image, by what the Queue says of them.</summary>
public sealed class TaskRecordsTests : IAsyncLifetime
{
    private const string Image = "public/image.tar.zst";

    private readonly Deployment _deployment = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task Hundreds_of_images_take_a_handful_of_requests()
    {
        BuiltImage[] images = [.. Enumerable.Range(0, 300).Select(_ => Of(Add(Named(hours: 2))))];
        var source = Source();
        _deployment.Server.Requests.Clear();

        var present = await source.FindPresentAsync(images, Cancel);
        var facts = await source.FindManyFactsAsync(images, Cancel);

        Assert.Equal(images.Length, present.Count);
        Assert.All(images, image => Assert.NotNull(facts[image].Built));
        Assert.InRange(_deployment.Server.Requests.Count, 1, 5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_lasts_as_long_as_the_definition_lets_the_artifact_last(bool isNamed)
    {
        var image = Of(Add(isNamed ? Named(hours: 2) : Listed(hours: 2)));

        Assert.Equal([image], await Source().FindPresentAsync([image], Cancel));
        Assert.Empty(await Source(_deployment.Now.AddHours(2)).FindPresentAsync([image], Cancel));
    }

    [Fact]
    public async Task An_image_lasts_no_longer_than_its_task()
    {
        var image = Of(Add(Named(hours: 100), lifetime: 3));

        Assert.Equal([image], await Source(_deployment.Now.AddHours(2.5)).FindPresentAsync([image], Cancel));
        Assert.Empty(await Source(_deployment.Now.AddHours(3)).FindPresentAsync([image], Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_promises_no_image_is_asked_for_it(bool hasIt)
    {
        SeededArtifact[] artifacts = hasIt ? [new SeededArtifact(Image, [1])] : [];
        var image = Of(_deployment.Server.AddTask(artifacts));

        Assert.Equal(hasIt ? [image] : [], await Source().FindPresentAsync([image], Cancel));
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Exception)]
    [InlineData(RunState.Running)]
    public async Task A_task_that_did_not_end_well_has_none(string state)
    {
        var image = Of(Add(Named(hours: 2), state: state));

        Assert.Empty(await Source().FindPresentAsync([image], Cancel));
    }

    [Fact]
    public async Task A_task_that_is_gone_has_none_and_the_others_keep_theirs()
    {
        var (gone, other) = (Of(Add(Named(hours: 2))), Of(Add(Named(hours: 2))));
        _deployment.Server.Tasks.Remove(gone.Build.Value);

        Assert.Equal([other], await Source().FindPresentAsync([gone, other], Cancel));
        Assert.Equal(BuildFacts.None, (await Source().FindManyFactsAsync([gone], Cancel))[gone]);
    }

    private static BuiltImage Of(string task) => new(TaskId.Parse(task).Build, null);

    private DecisionImages Source(DateTimeOffset? until = null) => new DecisionImages(
        _deployment.Client.Queue, _deployment.Client.Artifacts, until ?? _deployment.Now);

    private string Add(JsonNode artifacts, string state = RunState.Completed, double lifetime = 200) =>
        _deployment.Server.AddTask(
            [new SeededArtifact(Image, [1, 2, 3])],
            new JsonObject
            {
                ["expires"] = IndexData.Moment(_deployment.Now.AddHours(lifetime)),
                ["payload"] = new JsonObject { ["artifacts"] = artifacts },
            },
            result: state);

    private JsonObject Named(double hours) => new() { [Image] = Artifact(hours) };

    private JsonArray Listed(double hours)
    {
        var artifact = Artifact(hours);
        artifact["name"] = Image;
        return [new JsonObject { ["name"] = "public/other", ["path"] = "other" }, artifact];
    }

    private JsonObject Artifact(double hours) => new()
    {
        ["type"] = "file",
        ["path"] = "image.tar.zst",
        ["expires"] = IndexData.Moment(_deployment.Now.AddHours(hours)),
    };
}
