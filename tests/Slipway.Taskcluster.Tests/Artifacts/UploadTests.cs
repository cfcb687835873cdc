using System.Security.Cryptography;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class UploadTests : IAsyncDisposable
{
    private static readonly ArtifactName Name = ArtifactName.Parse("public/100%/a+b.bin");

    private readonly Deployment _deployment = new();
    private readonly TaskId _task;

    public UploadTests()
    {
        _deployment.Server.ChecksUploadedHashes = true;
        _task = TaskId.Parse(_deployment.Server.AddTask([], result: RunState.Running));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ObjectKey => $"objects/t/{_task}/0/{Name}";

    private string BucketKey => $"artifacts/{_task}/0/{Name}";

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(8191, 0)]
    [InlineData(8192, 1)]
    [InlineData(3_000_000, 1)]
    public async Task An_artifact_goes_to_the_object_service_and_small_ones_within_the_request(int size, int puts)
    {
        byte[] content = Contents.Of(size);
        var progress = new ProgressLog();

        await UploadAsync(content, progress);

        Assert.Equal(content, Stored(ObjectKey));
        Assert.Equal(puts, _deployment.Server.Requests.CountOfService("storage"));
        Assert.Equal(size == 0 && puts == 0 ? 0 : size, progress.Reports.LastOrDefault());
        var hashes = _deployment.Server.Objects.HashesOf($"t/{_task}/0/{Name}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hashes["sha256"]);
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(content)), hashes["sha512"]);
    }

    [Fact]
    public async Task An_uploaded_artifact_is_there_and_is_verified_when_it_is_read()
    {
        byte[] content = Contents.Of(100_000);
        await UploadAsync(content);
        using var destination = new MemoryStream();

        var receipt = await _deployment.Client.Artifacts.DownloadAsync(_task, Name, destination, null, Token);

        Assert.Equal(new ArtifactReceipt(Sha256Digest.Of(content), content.Length, IsVerified: true), receipt);
        Assert.Equal("application/zstd", _deployment.Server.Blobs.Find(ObjectKey)!.ContentType);
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(404, 1)]
    [InlineData(500, ServiceRetries.Attempts)]
    public async Task Where_there_is_no_object_service_an_artifact_goes_to_the_bucket(int status, int times)
    {
        byte[] content = Contents.Of(3_000_000);
        _deployment.Server.Faults.Next(new Fault.Answer(status), times, service: "queue", method: "POST");

        await UploadAsync(content);
        await UploadAsync(Contents.Of(10), name: ArtifactName.Image);

        Assert.Equal(content, Stored(BucketKey));
        Assert.Equal(Contents.Of(10), Stored($"artifacts/{_task}/0/{ArtifactName.Image}"));
        Assert.Equal(0, _deployment.Server.Requests.CountOfService("object"));
        Assert.Equal(
            times + 2, _deployment.Server.Requests.Count(request => request is { Service: "queue", Method: "POST" }));
    }

    [Fact]
    public async Task The_storage_never_sees_credentials()
    {
        await UploadAsync(Contents.Of(10_000));

        Assert.All(
            _deployment.Server.Requests.Where(request => request.Service == "storage"),
            request => Assert.Null(request.Authorization));
    }

    public static TheoryData<string, string, string> Steps() =>
        new(
            from step in new[]
            {
                ("queue", "POST"),
                ("object", "PUT"),
                ("storage", "PUT"),
                ("object", "POST"),
                ("queue", "PUT"),
            }
            from fault in new[] { "500", "502", "drop", "drop after it was done", "silence" }
            // Made and not known of, an object artifact can neither be made again nor be taken back.
            where step != ("queue", "POST") || fault != "drop after it was done"
            select (step.Item1, step.Item2, fault));

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task An_upload_outlasts_what_passes_at_every_step(string service, string method, string fault)
    {
        byte[] content = Contents.Of(500_000);
        _deployment.IsHasty = fault == "silence";
        _deployment.Server.Faults.Next(
            fault switch
            {
                "500" => new Fault.Answer(500),
                "502" => new Fault.Answer(502),
                "drop" => new Fault.Drop(),
                "silence" => new Fault.Stall(),
                _ => new Fault.Drop { IsProcessed = true },
            },
            fault == "silence" ? 1 : 2,
            service,
            method);

        await UploadAsync(content);

        Assert.Equal(content, Stored(ObjectKey));
        Assert.True(await _deployment.Client.Artifacts.HasAsync(_task, Name, Token));
    }

    [Fact]
    public async Task An_upload_whose_beginning_was_lost_is_an_error_of_the_service()
    {
        _deployment.Server.Faults.Next(new Fault.Drop { IsProcessed = true }, service: "queue", method: "POST");

        Assert.Equal(
            TaskclusterCodes.ServiceFailed, (await Deployment.FailureAsync(() => UploadAsync(Contents.Of(10)))).Code);
    }

    [Fact]
    public async Task An_upload_that_the_storage_never_takes_is_tried_six_times()
    {
        _deployment.Server.Faults.Next(new Fault.Answer(503), 1000, service: "storage");

        var failure = await Deployment.FailureAsync(() => UploadAsync(Contents.Of(100_000)));

        Assert.Equal(TaskclusterCodes.StorageFailed, failure.Code);
        Assert.Equal(ServiceRetries.Attempts, _deployment.Server.Requests.CountOfService("storage"));
    }

    [Fact]
    public async Task An_address_that_expires_between_attempts_is_asked_for_anew()
    {
        byte[] content = Contents.Of(100_000);
        _deployment.Server.Faults.Next(new Fault.Answer(500), service: "storage");
        bool isFirst = true;

        await UploadAsync(content, openAt: offset =>
        {
            if (isFirst)
            {
                _deployment.Time.Advance(TimeSpan.FromHours(1));
            }

            isFirst = false;
            return new MemoryStream(content[(int)offset..]);
        });

        Assert.Equal(content, Stored(ObjectKey));
        Assert.Equal(2, _deployment.Server.Requests.CountOf("createUpload"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Content_of_another_size_than_was_said_is_an_error(int difference)
    {
        foreach (int size in new[] { 100, 100_000 })
        {
            var failure = await Deployment.FailureAsync(() =>
                UploadAsync(
                    Contents.Of(size),
                    openAt: _ => new MemoryStream(Contents.Of(size + difference)),
                    name: ArtifactName.Parse($"public/{size}")));

            Assert.Equal(TaskclusterCodes.ContentChanged, failure.Code);
        }

        Assert.Empty(_deployment.Server.Blobs.All);
    }

    [Fact]
    public async Task Content_that_cannot_be_read_is_not_taken_for_the_network()
    {
        var failure = await Assert.ThrowsAsync<IOException>(
            () => UploadAsync(Contents.Of(100_000), openAt: _ => throw new IOException("bad sector")));

        Assert.Equal("bad sector", failure.Message);
        Assert.InRange(_deployment.Server.Requests.CountOfService("storage"), 0, 1);
    }

    [Fact]
    public async Task After_a_task_is_done_it_takes_no_artifacts()
    {
        var task = TaskId.Parse(_deployment.Server.AddTask([]));

        var failure = await Deployment.FailureAsync(() => UploadAsync(Contents.Of(10), task: task));

        Assert.Equal(TaskclusterCodes.RequestConflict, failure.Code);
    }

    [Fact]
    public async Task An_artifact_that_outlives_its_task_is_an_error_in_the_words_of_the_service()
    {
        var failure = await Deployment.FailureAsync(() =>
            UploadAsync(Contents.Of(10), expires: _deployment.Now.AddYears(10)));

        Assert.Equal(TaskclusterCodes.InputInvalid, failure.Code);
        Assert.Contains("expire", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_that_the_storage_calls_a_bad_request_is_tried_again()
    {
        int puts = 0;
        Uri? url = null;
        await using var server = new AnswerServer(exchange =>
            exchange.Request.HttpMethod == "POST"
                ? ++puts == 1
                    ? new(400, """{"code":"InputError","message":"no objects here"}""")
                    : new(
                        200,
                        $$"""{"storageType":"s3","putUrl":"{{url}}put","contentType":"text/x","expires":"2099-01-01T00:00:00.000Z"}""")
                : ++puts == 3
                    ? new(400, "<?xml version=\"1.0\"?><Error><Code>RequestTimeout</Code></Error>")
                    : new(200, ""));
        url = server.Url;
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, _deployment.Clock));

        await client.Artifacts.UploadAsync(
            Upload(10, _task, Name, _deployment.Now.AddHours(1)), _ => new MemoryStream(Contents.Of(10)), null, Token);

        Assert.Equal(2, server.Seen.Count(seen => seen == "PUT /put"));
        Assert.Equal("text/x", server.Headers.Last()["Content-Type"]);
        Assert.Equal("10", server.Headers.Last()["Content-Length"]);
    }

    [Fact]
    public async Task Cancelling_ends_an_upload()
    {
        _deployment.Server.Faults.Next(new Fault.Stall(), 1000, service: "storage");
        using var cancel = new CancellationTokenSource();
        var pending = _deployment.Client.Artifacts.UploadAsync(
            Upload(100_000, _task, Name, _deployment.Now.AddHours(1)),
            _ => new MemoryStream(Contents.Of(100_000)),
            null,
            cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    private Task UploadAsync(
        byte[] content,
        IProgress<long>? progress = null,
        Func<long, Stream>? openAt = null,
        TaskId? task = null,
        ArtifactName? name = null,
        DateTimeOffset? expires = null) =>
        _deployment.Client.Artifacts.UploadAsync(
            Upload(content.Length, task ?? _task, name ?? Name, expires ?? _deployment.Now.AddHours(1)),
            openAt ?? (offset => new MemoryStream(content[(int)offset..])),
            progress,
            Token);

    private static ArtifactUpload Upload(long size, TaskId task, ArtifactName name, DateTimeOffset expires) => new()
    {
        Task = task,
        Run = 0,
        Name = name,
        ContentType = "application/zstd",
        Expires = expires,
        Size = size,
    };

    private byte[] Stored(string key) => File.ReadAllBytes(_deployment.Server.Blobs.Find(key)!.File);
}
