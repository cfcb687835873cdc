using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class WorkerTests : IAsyncLifetime
{
    private readonly TaskclusterServer _server = new();
    private readonly Caller _caller;
    private readonly string _id = Slug.New();

    public WorkerTests() => _caller = new Caller(_server, _server.NewClient("*"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData("object")]
    [InlineData("s3")]
    public async Task A_task_is_run_and_its_artifact_uploaded_and_indexed(string storageType)
    {
        await CreateAsync();

        var result = Assert.Single(
            await RunAsync("""printf "$WORD" > workspace/out/image.tar.zst; echo built""", storageType));
        var content = await DownloadAsync("public/image.tar.zst");

        Assert.True(result.IsCompleted, result.Log);
        Assert.Equal("hello", content);
        Assert.Equal(_id, _server.Index.Find("a.b")!.TaskId);
        Assert.Equal("built\n", await DownloadAsync("public/logs/live.log"));
    }

    [Fact]
    public async Task What_a_task_has_made_is_written_down()
    {
        await CreateAsync();

        await RunAsync("printf x > workspace/out/image.tar.zst");
        var trust = JsonNode.Parse(await DownloadAsync("public/chain-of-trust.json"))!;

        Assert.Equal((1, _id, 0), ((int)trust["chainOfTrustVersion"]!, (string?)trust["taskId"], (int)trust["runId"]!));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData("x"u8)),
            (string?)trust["artifacts"]!["public/image.tar.zst"]!["sha256"]);
        Assert.Equal(64, (await DownloadBytesAsync("public/chain-of-trust.json.sig")).Length);
    }

    [Fact]
    public async Task The_hash_of_the_image_in_which_a_task_runs_is_written_down_too()
    {
        string image = _server.AddTask([new SeededArtifact("public/image.tar.zst", [1, 2, 3])]);
        await CreateAsync(payload => payload["image"] = new JsonObject
        {
            ["type"] = "task-image", ["taskId"] = image, ["path"] = "public/image.tar.zst",
        });

        await RunAsync("printf x > workspace/out/image.tar.zst");
        var trust = JsonNode.Parse(await DownloadAsync("public/chain-of-trust.json"))!;

        Assert.Equal(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]))}",
            (string?)trust["environment"]!["imageArtifactHash"]);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("exit 0")]
    public async Task A_task_that_fails_or_leaves_nothing_is_failed_and_not_indexed(string script)
    {
        await CreateAsync();

        var result = Assert.Single(await RunAsync(script));
        var artifact = await _caller.SendAsync("GET", $"/api/queue/v1/task/{_id}/artifacts/public/image.tar.zst");

        Assert.False(result.IsCompleted);
        Assert.Equal("failed", _server.Tasks.Find(_id)!.State);
        Assert.Empty(_server.Index.All);
        Assert.Equal(424, (int)artifact.Status);
    }

    [Fact]
    public async Task A_task_that_takes_too_long_is_ended()
    {
        await CreateAsync(payload => payload["maxRunTime"] = 1);

        var result = Assert.Single(await RunAsync("sleep 100"));

        Assert.Equal((null, false), (result.ExitCode, result.IsCompleted));
    }

    [Fact]
    public async Task A_task_asks_through_its_proxy_with_its_scopes_and_no_others()
    {
        await CreateAsync();
        var folder = Directory.CreateTempSubdirectory("slipway-worker-test-");
        string url = Path.Join(folder.FullName, "url");
        var running = RunAsync(
            $"""
            printf "%s" "$TASKCLUSTER_PROXY_URL" > {url}.new && mv {url}.new {url}
            while [ -e {url} ]; do sleep 0.02; done
            """);
        while (!File.Exists(url))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var nobody = new Caller(_server, null);
        string proxy = await File.ReadAllTextAsync(url, TestContext.Current.CancellationToken);
        var allowed = await nobody.SendAsync("GET", new Uri($"{proxy}/api/index/v1/task/c.d"), null);
        var shorter = await nobody.SendAsync("GET", new Uri($"{proxy}/index/v1/task/c.d"), null);
        var refused = await nobody.SendAsync("GET", new Uri($"{proxy}/api/index/v1/task/e.f"), null);
        folder.Delete(recursive: true);
        await running;

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden),
            (allowed.Status, shorter.Status, refused.Status));
    }

    [Fact]
    public async Task Tasks_that_wait_for_others_are_run_after_them()
    {
        string second = Slug.New();
        await CreateAsync();
        await CreateAsync(null, second, _id);

        var results = await RunAsync("printf x > workspace/out/image.tar.zst");

        Assert.Equal([_id, second], results.Select(result => result.TaskId));
    }

    private async Task CreateAsync(Action<JsonObject>? change = null, string? id = null, string? after = null)
    {
        var payload = JsonNode.Parse(
            """
            {
              "image": "example/builder:1",
              "env": {"WORD": "hello"},
              "maxRunTime": 60,
              "features": {"taskclusterProxy": true, "chainOfTrust": true},
              "artifacts": {"public/image.tar.zst": {"type": "file", "path": "/workspace/out/image.tar.zst"}}
            }
            """)!.AsObject();
        change?.Invoke(payload);
        var reply = await _caller.SendAsync(
            "PUT",
            $"/api/queue/v1/task/{id ?? _id}",
            Caller.Task(_server.Clock.GetUtcNow(), task =>
            {
                task["payload"] = payload;
                task["routes"] = new JsonArray("index.a.b");
                task["scopes"] = new JsonArray("index:find-task:c.*", "queue:get-artifact:public/*");
                task["dependencies"] = after is null ? [] : new JsonArray(after);
            }));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    private async Task<WorkerResult[]> RunAsync(string script, string storageType = "object")
    {
        using var worker = new TestWorker(_server, new WorkerOptions
        {
            Queue = "proj/ci", Program = "/bin/sh", Arguments = _ => ["-c", script], StorageType = storageType,
        });
        return [.. await worker.RunAllAsync(TestContext.Current.CancellationToken)];
    }

    private async Task<string> DownloadAsync(string name) =>
        System.Text.Encoding.UTF8.GetString(await DownloadBytesAsync(name));

    private async Task<byte[]> DownloadBytesAsync(string name)
    {
        var reply = await _caller.SendAsync("GET", $"/api/queue/v1/task/{_id}/artifacts/{name}");
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip });
        return await http.GetByteArrayAsync(reply.Location!, TestContext.Current.CancellationToken);
    }
}
