using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class ArtifactTests : IAsyncLifetime
{
    private const string Name = "public/a file.txt";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TaskclusterServer _server;
    private readonly Caller _caller;
    private readonly string _id = Slug.New();
    private Claim _claim = null!;

    public ArtifactTests()
    {
        _server = new TaskclusterServer(_clock);
        _caller = new Caller(_server, _server.NewClient("*"));
    }

    private string Path => $"/api/queue/v1/task/{_id}/runs/0/artifacts/{Uri.EscapeDataString(Name)}";

    private static byte[] Content { get; } = Encoding.UTF8.GetBytes("what the artifact holds");

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        await _caller.SendAsync("PUT", $"/api/queue/v1/task/{_id}", Caller.Task(Now));
        _claim = await Claim.TakeAsync(_server, _caller);
    }

    public ValueTask DisposeAsync()
    {
        _claim.Caller.Dispose();
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task An_artifact_in_s3_is_put_with_its_type_and_read_back()
    {
        var put = new Uri((string)(await CreateAsync("s3")).Json["putUrl"]!);

        Assert.Equal(
            HttpStatusCode.Forbidden, (await _caller.SendAsync("PUT", put, null, "text/html", Content)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _caller.SendAsync("PUT", put, null, "text/plain", Content)).Status);
        var (reply, content) = await DownloadAsync();

        Assert.Equal(HttpStatusCode.SeeOther, reply.Status);
        Assert.Equal(
            ("s3", reply.Location!.AbsoluteUri), ((string?)reply.Json["storageType"], (string?)reply.Json["url"]));
        Assert.Equal(Content, content.Bytes);
    }

    [Fact]
    public async Task Who_shows_credentials_to_the_storage_is_refused()
    {
        var put = new Uri((string)(await CreateAsync("s3")).Json["putUrl"]!);
        string header = HawkSigner.Header(_server.NewClient("*"), "PUT", put, null, null, Now);

        var reply = await _caller.SendAsync("PUT", put, header, "text/plain", Content);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Empty(_server.Blobs.All);
    }

    [Fact]
    public async Task An_object_is_there_when_upload_and_artifact_are_finished()
    {
        var created = (await CreateAsync("object")).Json;
        using var uploader = new Caller(_server, Credentials(created["credentials"]!));
        string name = Uri.EscapeDataString((string)created["name"]!);

        var begun = await uploader.SendAsync("PUT", $"/api/object/v1/upload/{name}", Upload(created, inline: true));
        var early = await FinishAsync(created);
        var finished = await uploader.SendAsync(
            "POST", $"/api/object/v1/finish-upload/{name}", Finish(created, Content));
        var notYet = await DownloadAsync();
        var done = await FinishAsync(created);
        var (reply, content) = await DownloadAsync();

        Assert.True((bool)begun.Json["uploadMethod"]!["dataInline"]!);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (early.Status, finished.Status));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (notYet.Reply.Status, done.Status));
        Assert.Equal((HttpStatusCode.SeeOther, "object"), (reply.Status, (string?)reply.Json["storageType"]));
        Assert.Equal(Content, content.Bytes);
    }

    [Fact]
    public async Task An_object_is_put_with_all_headers_that_were_given()
    {
        var created = (await CreateAsync("object")).Json;
        using var uploader = new Caller(_server, Credentials(created["credentials"]!));
        string name = Uri.EscapeDataString((string)created["name"]!);
        var begun = await uploader.SendAsync("PUT", $"/api/object/v1/upload/{name}", Upload(created, inline: false));
        var put = begun.Json["uploadMethod"]!["putUrl"]!;

        var without = await _caller.SendAsync("PUT", new Uri((string)put["url"]!), null, "text/plain", Content);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, (string)put["url"]!)
        {
            Content = new ByteArrayContent(Content),
        };
        foreach (var (header, value) in put["headers"]!.AsObject())
        {
            Assert.True(request.Content.Headers.TryAddWithoutValidation(header, (string)value!));
        }

        using var with = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (without.Status, with.StatusCode));
    }

    [Fact]
    public async Task An_upload_with_the_wrong_hash_cannot_be_finished()
    {
        var created = (await CreateAsync("object")).Json;
        using var uploader = new Caller(_server, Credentials(created["credentials"]!));
        string name = Uri.EscapeDataString((string)created["name"]!);
        await uploader.SendAsync("PUT", $"/api/object/v1/upload/{name}", Upload(created, inline: true));

        var reply = await uploader.SendAsync(
            "POST", $"/api/object/v1/finish-upload/{name}", Finish(created, [1, 2, 3]));

        Assert.Equal((HttpStatusCode.BadRequest, "InputError"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task The_content_of_an_object_is_asked_for_with_credentials_of_its_own()
    {
        await AddObjectAsync();

        var reply = await _caller.SendAsync(
            "GET", $"/api/queue/v1/task/{_id}/artifact-content/{Uri.EscapeDataString(Name)}");
        using var reader = new Caller(_server, Credentials(reply.Json["credentials"]!));
        var download = await reader.SendAsync(
            "PUT",
            $"/api/object/v1/start-download/{Uri.EscapeDataString((string)reply.Json["name"]!)}",
            JsonNode.Parse("""{"acceptDownloadMethods": {"getUrl": true}}"""));
        var content = await _caller.SendAsync("GET", new Uri((string)download.Json["url"]!), null);

        Assert.Equal("getUrl", (string?)download.Json["method"]);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(content.Bytes)), (string?)download.Json["hashes"]!["sha256"]);
    }

    [Fact]
    public async Task A_reference_leads_elsewhere_and_a_link_to_another_artifact()
    {
        await SendAsync(
            Path,
            new JsonObject
            {
                ["storageType"] = "reference",
                ["url"] = "https://example.com/x",
                ["contentType"] = "text/plain",
                ["expires"] = Later(),
            });
        await SendAsync(Path + "-link", new JsonObject
        {
            ["storageType"] = "link", ["artifact"] = Name, ["expires"] = Later(),
        });

        var reply = await _caller.SendAsync("GET", Path + "-link");

        Assert.Equal("https://example.com/x", reply.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        await SendAsync(Path, new JsonObject { ["storageType"] = "link", ["artifact"] = Name, ["expires"] = Later() });

        Assert.Equal(HttpStatusCode.BadRequest, (await _caller.SendAsync("GET", Path)).Status);
    }

    [Fact]
    public async Task An_artifact_that_is_the_record_of_an_error_says_why()
    {
        await SendAsync(
            Path,
            new JsonObject
            {
                ["storageType"] = "error",
                ["reason"] = "file-missing-on-worker",
                ["message"] = "no such file",
                ["expires"] = Later(),
            });

        var reply = await _caller.SendAsync("GET", Path);

        Assert.Equal(424, (int)reply.Status);
        Assert.Equal("file-missing-on-worker", (string?)reply.Json["reason"]);
    }

    [Fact]
    public async Task Nothing_can_be_added_to_a_task_that_is_done()
    {
        await SendAsync($"/api/queue/v1/task/{_id}/runs/0/completed", []);

        var reply = await CreateAsync("s3");

        Assert.Equal((HttpStatusCode.Conflict, "RequestConflict"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_artifact_cannot_outlive_its_task()
    {
        var reply = await SendAsync(Path, new JsonObject
        {
            ["storageType"] = "s3", ["contentType"] = "text/plain", ["expires"] = Now.AddYears(3).ToString("O"),
        });

        Assert.Equal((HttpStatusCode.BadRequest, "InputError"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Reading_needs_the_scope_of_the_name()
    {
        await AddObjectAsync();
        using var nobody = new Caller(_server, null);

        var refused = await nobody.SendAsync("GET", Path);
        _server.Roles.Set("anonymous", "queue:get-artifact:public/*");
        var allowed = await nobody.SendAsync("GET", Path);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.SeeOther), (refused.Status, allowed.Status));
    }

    [Fact]
    public async Task A_download_can_go_on_where_it_broke()
    {
        await AddObjectAsync();
        var url = (await _caller.SendAsync("GET", Path)).Location!;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Range", "bytes=5-");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes 5-{Content.Length - 1}/{Content.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(Content[5..], await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_address_of_a_download_ends()
    {
        await AddObjectAsync();
        var url = (await _caller.SendAsync("GET", Path)).Location!;

        _clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Forbidden, (await _caller.SendAsync("GET", url, null)).Status);
    }

    [Fact]
    public async Task The_list_of_artifacts_has_those_that_are_not_finished_too()
    {
        await CreateAsync("object");

        var list = await _caller.SendAsync("GET", $"/api/queue/v1/task/{_id}/artifacts");
        var info = await _caller.SendAsync(
            "GET", $"/api/queue/v1/task/{_id}/artifact-info/{Uri.EscapeDataString(Name)}");

        Assert.Equal([Name], list.Json["artifacts"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(HttpStatusCode.NotFound, info.Status);
    }

    private static TestCredentials Credentials(JsonNode json) => new(
        (string)json["clientId"]!, (string)json["accessToken"]!, (string?)json["certificate"]);

    private static JsonObject Upload(JsonNode created, bool inline) =>
        new()
        {
            ["projectId"] = (string?)created["projectId"],
            ["uploadId"] = (string?)created["uploadId"],
            ["expires"] = (string?)created["expires"],
            ["proposedUploadMethods"] = inline
                ? new JsonObject
                {
                    ["dataInline"] = new JsonObject
                    {
                        ["contentType"] = "text/plain",
                        ["objectData"] = Convert.ToBase64String(Content),
                    },
                }
                : new JsonObject
                {
                    ["putUrl"] = new JsonObject { ["contentType"] = "text/plain", ["contentLength"] = Content.Length },
                },
        };

    private static JsonObject Finish(JsonNode created, byte[] content) => new()
    {
        ["projectId"] = (string?)created["projectId"],
        ["uploadId"] = (string?)created["uploadId"],
        ["hashes"] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
            ["sha512"] = Convert.ToHexStringLower(SHA512.HashData(content)),
        },
    };

    private string Later() => Now.AddMinutes(30).ToString("O");

    private Task<Caller.Reply> SendAsync(string path, JsonObject body) => _claim.Caller.SendAsync("POST", path, body);

    private Task<Caller.Reply> CreateAsync(string storageType) => SendAsync(Path, new JsonObject
    {
        ["storageType"] = storageType, ["contentType"] = "text/plain", ["expires"] = Later(),
    });

    private Task<Caller.Reply> FinishAsync(JsonNode created) =>
        _claim.Caller.SendAsync("PUT", Path, new JsonObject { ["uploadId"] = (string?)created["uploadId"] });

    private async Task AddObjectAsync()
    {
        var created = (await CreateAsync("object")).Json;
        using var uploader = new Caller(_server, Credentials(created["credentials"]!));
        string name = Uri.EscapeDataString((string)created["name"]!);
        await uploader.SendAsync("PUT", $"/api/object/v1/upload/{name}", Upload(created, inline: true));
        await uploader.SendAsync("POST", $"/api/object/v1/finish-upload/{name}", Finish(created, Content));
        Assert.Equal(HttpStatusCode.NoContent, (await FinishAsync(created)).Status);
    }

    private async Task<(Caller.Reply Reply, Caller.Reply Content)> DownloadAsync()
    {
        var reply = await _caller.SendAsync("GET", Path);
        return (reply, reply.Location is { } url ? await _caller.SendAsync("GET", url, null) : reply);
    }
}
