using System.Globalization;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

/// <summary>What comes before the bytes: the Queue says which object it is, and the Object service where.</summary>
public sealed class DownloadStepTests : IAsyncDisposable
{
    private static readonly ArtifactName Name = ArtifactName.Image;

    private static readonly byte[] Content = Contents.Of(100_000);

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Fault> StepsAndFaults() => new(
        from step in new[] { "queue", "object" }
        from fault in new Fault[]
        {
            new Fault.Answer(500),
            new Fault.Answer(502),
            new Fault.Drop(),
            new Fault.Drop { IsProcessed = true },
            new Fault.Truncate(10),
        }
        select (step, fault));

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [MemberData(nameof(StepsAndFaults))]
    public async Task A_download_outlasts_what_passes_before_it_begins(string step, Fault fault)
    {
        var task = Add();
        _deployment.Server.Faults.Next(fault, ServiceRetries.Attempts - 1, service: step);

        using var destination = new MemoryStream();
        var receipt = await DownloadAsync(task, destination);

        Assert.Equal(Content, destination.ToArray());
        Assert.True(receipt!.IsVerified);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("object")]
    public async Task A_service_that_always_fails_is_an_error_and_no_missing_artifact(string step)
    {
        var task = Add();
        _deployment.Server.Faults.Next(new Fault.Answer(500), 1000, service: step);

        using var destination = new MemoryStream();
        var failure = await Deployment.FailureAsync(() => DownloadAsync(task, destination));

        Assert.Equal(TaskclusterCodes.ServiceFailed, failure.Code);
        Assert.Equal(ServiceRetries.Attempts, _deployment.Server.Requests.CountOfService(step));
        Assert.Equal(0, destination.Length);
    }

    [Fact]
    public async Task An_artifact_that_has_expired_is_none()
    {
        var task = Add();
        var expires = DateTimeOffset.Parse(
            (await _deployment.Client.Queue.FindDefinitionAsync(task, Token))!["expires"]!.GetValue<string>(),
            CultureInfo.InvariantCulture);

        _deployment.Time.SetUtcNow(expires.AddSeconds(1));

        Assert.False(await _deployment.Client.Artifacts.HasAsync(task, Name, Token));
        Assert.Null(await DownloadAsync(task, Stream.Null));
    }

    [Fact]
    public async Task Cancelling_ends_a_download_that_is_under_way()
    {
        var task = Add();
        _deployment.Server.Faults.Next(new Fault.StallAfter(10_000), service: "storage");
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var download = _deployment.Client.Artifacts.DownloadAsync(
            task, Name, Stream.Null, new CancelOnReport(cancelled), cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Equal(1, _deployment.Server.Requests.CountOfService("storage"));
    }

    private TaskId Add() => _deployment.AddTask(new SeededArtifact(Name.Value, Content));

    private Task<ArtifactReceipt?> DownloadAsync(TaskId task, Stream destination) =>
        _deployment.Client.Artifacts.DownloadAsync(task, Name, destination, null, Token);

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value) => source.Cancel();
    }
}
