using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class SeedTests : IAsyncLifetime
{
    private readonly TaskclusterServer _server = new();
    private readonly Caller _caller;

    public SeedTests() => _caller = new Caller(_server, _server.NewClient("*"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData("s3")]
    [InlineData("object")]
    public async Task A_seeded_task_is_found_by_its_namespace_with_its_artifact(string storageType)
    {
        byte[] content = Encoding.UTF8.GetBytes("image");
        string id = _server.AddTask(
            [new SeededArtifact("public/image.tar.zst", content) { StorageType = storageType }],
            new JsonObject { ["routes"] = new JsonArray("index.a.b") });

        var found = await _caller.SendAsync("GET", "/api/index/v1/task/a.b");
        var status = await _caller.SendAsync("GET", $"/api/queue/v1/task/{id}/status");
        var artifact = await _caller.SendAsync("GET", $"/api/queue/v1/task/{id}/artifacts/public/image.tar.zst");
        var bytes = await _caller.SendAsync("GET", artifact.Location!, null);

        Assert.Equal(id, (string?)found.Json["taskId"]);
        Assert.Equal("completed", (string?)status.Json["status"]!["state"]);
        Assert.Equal(content, bytes.Bytes);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task The_index_leads_to_the_artifact_and_signs_what_is_not_public(bool isPublic, bool isObject)
    {
        _server.Roles.Set("anonymous", isPublic ? ["queue:get-artifact:public/*"] : []);
        _server.AddTask(
            [new SeededArtifact("public/x", [1]) { StorageType = isObject ? "object" : "s3" }],
            new JsonObject { ["routes"] = new JsonArray("index.a.b") });

        var reply = await _caller.SendAsync("GET", "/api/index/v1/task/a.b/artifacts/public/x");
        var next = await _caller.SendAsync("GET", reply.Location!, null);

        Assert.Equal(HttpStatusCode.SeeOther, reply.Status);
        Assert.Equal(isPublic ? _server.StorageUrl.Port : _server.RootUrl.Port, reply.Location!.Port);
        Assert.Equal(isPublic ? HttpStatusCode.OK : HttpStatusCode.SeeOther, next.Status);
    }

    [Fact]
    public async Task What_is_taken_away_is_gone_while_the_index_still_leads_to_it()
    {
        string id = _server.AddTask(
            [new SeededArtifact("public/x", [1])], new JsonObject { ["routes"] = new JsonArray("index.a.b") });

        _server.Tasks.RemoveArtifact(id, "public/x");
        var artifact = await _caller.SendAsync("GET", $"/api/queue/v1/task/{id}/artifacts/public/x");
        _server.Tasks.Remove(id);
        var task = await _caller.SendAsync("GET", $"/api/queue/v1/task/{id}");
        var entry = await _caller.SendAsync("GET", "/api/index/v1/task/a.b");

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK),
            (artifact.Status, task.Status, entry.Status));
    }
}
