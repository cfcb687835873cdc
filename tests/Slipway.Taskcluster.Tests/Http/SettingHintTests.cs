using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Tests.Server;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Http;

public sealed class SettingHintTests : IAsyncDisposable
{
    private readonly Deployment _deployment = new();

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [InlineData("priority", "\"urgent\"", "'priority:'")]
    [InlineData("workerType", "\"Not A Worker\"", "'worker-pool:'")]
    [InlineData("schedulerId", "\"a b\"", "'scheduler-id:'")]
    [InlineData("projectId", "\"a b\"", "'project-id:'")]
    [InlineData("routes", "[\"\"]", "'index:'")]
    [InlineData("deadline", "\"2100-01-01T00:00:00.000Z\"", "'deadline:'")]
    [InlineData("expires", "\"2000-01-01T00:00:00.000Z\"", "'expires:'")]
    [InlineData("created", "\"2000-01-01T00:00:00.000Z\"", "clock")]
    [InlineData("dependencies", "[\"VcStOyC6Sq6IQI1ezf8eYA\"]", "depends on")]
    public async Task What_a_service_does_not_take_is_traced_to_its_setting(string field, string value, string setting)
    {
        var definition = Caller.Task(_deployment.Now);
        definition.Remove("taskQueueId");
        definition[field] = JsonNode.Parse(value);

        var failure = await Deployment.FailureAsync(() => _deployment.Client.Queue.CreateAsync(
            TaskId.Parse(Slug.New()), definition, TestContext.Current.CancellationToken));

        Assert.Equal(TaskclusterCodes.InputInvalid, failure.Code);
        Assert.Contains(setting, failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_setting_is_about_is_left_to_the_words_of_the_service()
    {
        var definition = Caller.Task(_deployment.Now);
        definition["surprise"] = 1;

        var failure = await Deployment.FailureAsync(() => _deployment.Client.Queue.CreateAsync(
            TaskId.Parse(Slug.New()), definition, TestContext.Current.CancellationToken));

        Assert.Contains("service's words", failure.Remedy, StringComparison.Ordinal);
    }
}
