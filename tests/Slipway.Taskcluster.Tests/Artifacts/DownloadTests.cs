using System.Text;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Workers;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class DownloadTests : IAsyncDisposable
{
    private static readonly ArtifactName Name = ArtifactName.Parse("public/100%/a+b.bin");

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    public static TheoryData<string, int> StoragesAndSizes() =>
        new(
            from storage in new[] { "object", "s3" }
            from size in new[] { 0, 1, 100_000, 3_000_000 }
            select (storage, size));

    [Theory]
    [MemberData(nameof(StoragesAndSizes))]
    public async Task An_artifact_comes_as_it_was_uploaded(string storage, int size)
    {
        byte[] content = Contents.Of(size);
        var task = Add(new SeededArtifact(Name.Value, content) { StorageType = storage });
        var progress = new ProgressLog();

        var (bytes, receipt) = await DownloadAsync(task, progress);

        Assert.Equal(content, bytes);
        Assert.Equal(new ArtifactReceipt(Sha256Digest.Of(content), size, IsVerified: storage == "object"), receipt);
        Assert.Equal(progress.Reports.Order(), progress.Reports);
        Assert.Equal(size == 0 ? [] : [size], progress.Reports.TakeLast(1));
    }

    [Theory]
    [InlineData("object")]
    [InlineData("s3")]
    public async Task What_is_stored_packed_comes_unpacked(string storage)
    {
        byte[] content = Contents.Of(500_000);
        // The seed says of an object what the bytes of the storage are, and the real service what was uploaded.
        var task = Add(
            new SeededArtifact(Name.Value, Contents.Pack(content)) { StorageType = storage, ContentEncoding = "gzip" });
        if (storage == "object")
        {
            string name = $"t/{task}/0/{Name}";
            _deployment.Server.Objects.SetHash(name, "sha256", Sha256Digest.Of(content).ToString());
            _deployment.Server.Objects.SetHash(name, "sha512", null);
        }

        var (bytes, receipt) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
        Assert.Equal(storage == "object", receipt!.IsVerified);
    }

    [Fact]
    public async Task The_storage_never_sees_credentials()
    {
        var task = Add(new SeededArtifact(Name.Value, Contents.Of(10)));

        await DownloadAsync(task);

        var asked = Assert.Single(_deployment.Server.Requests, request => request.Service == "storage");
        Assert.Null(asked.Authorization);
        Assert.DoesNotContain(
            _deployment.Server.Requests, request => request.Service != "storage" && request.Authorization is null);
    }

    [Fact]
    public async Task A_reference_is_read_and_never_verified()
    {
        await using var anywhere = new AnswerServer(_ => new(200, "anything"));
        var task = Add(
            new SeededArtifact(Name.Value, Encoding.UTF8.GetBytes($"{anywhere.Url}x?y=%41"))
            {
                StorageType = "reference",
            });

        var (bytes, receipt) = await DownloadAsync(task);

        Assert.Equal("anything"u8, bytes);
        Assert.False(receipt!.IsVerified);
        Assert.Equal("GET /x?y=%41", anywhere.Seen.Single());
        Assert.DoesNotContain("Authorization", anywhere.Headers.Single().Keys);
    }

    [Fact]
    public async Task A_link_leads_to_the_other_artifact()
    {
        var task = Add(
            new SeededArtifact("public/other", "content"u8.ToArray()),
            new SeededArtifact(Name.Value, "public/other"u8.ToArray()) { StorageType = "link" });

        // The services name the object of the artifact that the link leads to.
        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal("content"u8, bytes);
    }

    [Fact]
    public async Task What_is_not_there_is_none()
    {
        var missing = Add();
        var error = Add(new SeededArtifact(Name.Value, "no such file"u8.ToArray()) { StorageType = "error" });

        foreach (var task in new[] { missing, error, TaskId.Parse(Slug.New()) })
        {
            var (bytes, receipt) = await DownloadAsync(task);

            Assert.Null(receipt);
            Assert.Empty(bytes);
            Assert.Null(await _deployment.Client.Artifacts.FindAsync(task, Name, 100, Token));
        }
    }

    [Fact]
    public async Task What_the_Queue_lists_and_the_storage_lacks_is_an_error()
    {
        var task = Add(new SeededArtifact(Name.Value, Contents.Of(10)) { StorageType = "s3" });
        _deployment.Server.Blobs.Remove($"artifacts/{task}/0/{Name}");

        foreach (var read in new Func<Task>[]
        {
            () => DownloadAsync(task), () => _deployment.Client.Artifacts.FindAsync(task, Name, 100, Token),
        })
        {
            Assert.Equal(TaskclusterCodes.ArtifactLacking, (await Deployment.FailureAsync(read)).Code);
        }
    }

    [Fact]
    public async Task Whether_there_is_an_artifact_is_asked_without_reading_it()
    {
        var task = Add(
            new SeededArtifact(Name.Value, Contents.Of(10)),
            new SeededArtifact("public/error", "no such file"u8.ToArray()) { StorageType = "error" });

        Assert.True(await _deployment.Client.Artifacts.HasAsync(task, Name, Token));
        Assert.False(await _deployment.Client.Artifacts.HasAsync(task, ArtifactName.Parse("public/error"), Token));
        Assert.False(await _deployment.Client.Artifacts.HasAsync(task, ArtifactName.Image, Token));
        Assert.False(await _deployment.Client.Artifacts.HasAsync(TaskId.Parse(Slug.New()), Name, Token));
        Assert.Equal(0, _deployment.Server.Requests.CountOfService("storage"));
    }

    [Fact]
    public async Task A_task_that_has_not_run_has_no_artifacts()
    {
        var task = TaskId.Parse(_deployment.Server.AddTask([], result: RunState.Unscheduled));

        Assert.False(await _deployment.Client.Artifacts.HasAsync(task, Name, Token));
        Assert.Null((await DownloadAsync(task)).Receipt);
    }

    [Fact]
    public async Task A_small_artifact_is_read_up_to_a_limit()
    {
        var task = Add(new SeededArtifact(Name.Value, Contents.Of(100)));

        Assert.Equal(
            Contents.Of(100), (await _deployment.Client.Artifacts.FindAsync(task, Name, 100, Token))!.Value.ToArray());
        var failure = await Deployment.FailureAsync(() =>
            _deployment.Client.Artifacts.FindAsync(task, Name, 99, Token));

        Assert.Equal(TaskclusterCodes.TooLarge, failure.Code);
    }

    [Fact]
    public async Task An_older_queue_is_asked_for_a_redirect()
    {
        await using var older = new AnswerServer(exchange =>
            exchange.Resource switch
            {
                var path when path.Contains("/artifact-content/", StringComparison.Ordinal) => new(
                    404, """{"error":"Not found"}"""),
                var path when path.Contains("/artifacts/public%2Ferror", StringComparison.Ordinal) => new(
                    424, """{"reason":"file-missing-on-worker","message":"none"}"""),
                var path when path.Contains("/artifacts/", StringComparison.Ordinal) => new(
                    303, "{}", ("Location", "http://localhost/elsewhere")),
                _ => new(404, """{"code":"ResourceNotFound","message":"none"}"""),
            });
        using var client = new TaskclusterClient(Deployment.Settings(older.Url, TimeProvider.System));
        var task = TaskId.Parse(Slug.New());

        Assert.True(await client.Artifacts.HasAsync(task, Name, Token));
        Assert.False(await client.Artifacts.HasAsync(task, ArtifactName.Parse("public/error"), Token));
        Assert.Contains($"GET /api/queue/v1/task/{task}/artifacts/public%2F100%25%2Fa%2Bb.bin", older.Seen);
    }

    [Fact]
    public async Task Through_the_proxy_of_a_task_objects_are_asked_for_with_their_own_credentials()
    {
        byte[] content = Contents.Of(100_000);
        var task = Add(new SeededArtifact(Name.Value, content));
        var running = new WorkerTask(
            task.Value,
            0,
            new System.Text.Json.Nodes.JsonObject
            {
                ["scopes"] = new System.Text.Json.Nodes.JsonArray("queue:get-artifact:public/*"),
            },
            _deployment.Server.NewClient("queue:get-artifact:public/*", "queue:create-artifact:*"),
            "/");
        await using var proxy = new TaskProxy(_deployment.Server.RootUrl, running, _deployment.Server.Clock);
        var client = _deployment.Connect(null, settings => settings with
        {
            RootUrl = new Uri(proxy.Url),
            DirectUrl = _deployment.Server.RootUrl,
            IsTaskProxy = true,
        });
        using var destination = new MemoryStream();

        var receipt = await client.Artifacts.DownloadAsync(task, Name, destination, null, Token);

        Assert.True(receipt!.IsVerified);
        Assert.Equal(content, destination.ToArray());
    }

    private TaskId Add(params SeededArtifact[] artifacts) => _deployment.AddTask(artifacts);

    private async Task<(byte[] Bytes, ArtifactReceipt? Receipt)> DownloadAsync(
        TaskId task, IProgress<long>? progress = null)
    {
        using var destination = new MemoryStream();
        var receipt = await _deployment.Client.Artifacts.DownloadAsync(task, Name, destination, progress, Token);
        return (destination.ToArray(), receipt);
    }
}
