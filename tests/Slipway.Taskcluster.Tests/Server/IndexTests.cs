using System.Net;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class IndexTests : IAsyncLifetime
{
    private readonly TaskclusterServer _server = new();
    private readonly Caller _caller;

    public IndexTests() => _caller = new Caller(_server, _server.NewClient("index:*"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task An_entry_that_was_inserted_is_found()
    {
        string task = Slug.New();

        await InsertAsync("a.b.c", task, 5);
        var found = await _caller.SendAsync("GET", "/api/index/v1/task/a.b.c");

        Assert.Equal(
            ["namespace", "taskId", "rank", "data", "expires"], found.Json.AsObject().Select(field => field.Key));
        Assert.Equal(
            ("a.b.c", task, 5),
            ((string)found.Json["namespace"]!, (string)found.Json["taskId"]!, (int)found.Json["rank"]!));
    }

    [Fact]
    public async Task Nothing_is_found_where_nothing_was_inserted()
    {
        var reply = await _caller.SendAsync("GET", "/api/index/v1/task/a.b.c");

        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (reply.Status, reply.Code));
        Assert.Equal("findTask", (string?)reply.Json["requestInfo"]!["method"]);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task An_equal_or_higher_rank_replaces_and_a_lower_one_is_told_what_is_there(int rank, bool isReplaced)
    {
        string first = Slug.New();
        string second = Slug.New();
        await InsertAsync("a.b", first, 5);

        var reply = await InsertAsync("a.b", second, rank);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(isReplaced ? second : first, (string)reply.Json["taskId"]!);
    }

    [Theory]
    [InlineData(4_000_000_000)]
    [InlineData(1.5)]
    public async Task A_rank_that_is_no_32_bit_integer_is_an_internal_error(double rank)
    {
        var reply = await InsertAsync("a.b", Slug.New(), rank);

        Assert.Equal((HttpStatusCode.InternalServerError, "InternalServerError"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_entry_that_has_expired_is_accepted_and_found_only_among_many()
    {
        var reply = await InsertAsync("a.b", Slug.New(), 1, days: -1);
        var one = await _caller.SendAsync("GET", "/api/index/v1/task/a.b");
        var many = await _caller.SendAsync(
            "POST", "/api/index/v1/tasks/indexes", new JsonObject { ["indexes"] = new JsonArray("a.b") });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (reply.Status, one.Status));
        Assert.Single(many.Json["tasks"]!.AsArray());
    }

    [Fact]
    public async Task Many_namespaces_are_looked_up_at_once()
    {
        await InsertAsync("a.b", Slug.New(), 1);
        await InsertAsync("a.c", Slug.New(), 1);

        var reply = await _caller.SendAsync(
            "POST", "/api/index/v1/tasks/indexes", new JsonObject { ["indexes"] = new JsonArray("a.b", "a.x", "a.c") });

        Assert.Equal(["a.b", "a.c"], reply.Json["tasks"]!.AsArray().Select(one => (string)one!["namespace"]!).Order());
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        foreach (string name in new[] { "a.1.x", "a.2.x", "a.3.x", "b.1.x" })
        {
            await InsertAsync(name, Slug.New(), 1);
        }

        var first = await _caller.SendAsync("GET", "/api/index/v1/namespaces/a?limit=2");
        var second = await _caller.SendAsync(
            "GET", $"/api/index/v1/namespaces/a?limit=2&continuationToken={first.Json["continuationToken"]}");
        var root = await _caller.SendAsync("POST", "/api/index/v1/namespaces", new JsonObject());

        Assert.Equal(["a.1", "a.2"], first.Json["namespaces"]!.AsArray().Select(one => (string)one!["namespace"]!));
        Assert.Equal(["a.3"], second.Json["namespaces"]!.AsArray().Select(one => (string)one!["namespace"]!));
        Assert.Null(second.Json["continuationToken"]);
        Assert.Equal(["a", "b"], root.Json["namespaces"]!.AsArray().Select(one => (string)one!["name"]!));
    }

    [Theory]
    [InlineData("GET", "/api/index/v1/task/a.b?limit=1", "InvalidRequestArguments")]
    [InlineData("GET", "/api/index/v1/tasks/a?unknown=1", "InvalidRequestArguments")]
    [InlineData("GET", "/api/index/v1/tasks/a?limit=ten", "InvalidRequestArguments")]
    [InlineData("GET", "/api/index/v1/tasks/a?continuationToken=zzz", "InputError")]
    [InlineData("GET", "/api/index/v1/task/a..b", "InvalidRequestArguments")]
    [InlineData("GET", "/api/index/v1/task/a%2Fb", "InvalidRequestArguments")]
    public async Task What_the_service_does_not_know_is_refused(string method, string path, string code)
    {
        var reply = await _caller.SendAsync(method, path);

        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("""{"taskId":"ID","rank":1,"data":{}}""")]
    [InlineData("""{"taskId":"ID","rank":1,"data":{},"expires":"2100-01-01T00:00:00Z","more":1}""")]
    [InlineData("""{"taskId":"short","rank":1,"data":{},"expires":"2100-01-01T00:00:00Z"}""")]
    [InlineData("""{"taskId":"ID","rank":"1","data":{},"expires":"2100-01-01T00:00:00Z"}""")]
    [InlineData("""{"taskId":"ID","rank":1,"data":[],"expires":"2100-01-01T00:00:00Z"}""")]
    [InlineData("""{"taskId":"ID","rank":1,"data":{},"expires":"tomorrow"}""")]
    public async Task An_entry_of_another_shape_is_refused(string body)
    {
        var reply = await _caller.SendAsync(
            "PUT", "/api/index/v1/task/a.b", JsonNode.Parse(body.Replace("ID", Slug.New(), StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.BadRequest, "InputValidationError"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_unknown_path_is_not_found_in_other_words()
    {
        var reply = await _caller.SendAsync("GET", "/api/index/v1/other");

        Assert.Equal((HttpStatusCode.NotFound, """{"error":"Not found"}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task Who_has_no_scope_is_told_which_one_is_missing()
    {
        using var other = new Caller(_server, _server.NewClient("index:find-task:a.*"));

        var allowed = await other.SendAsync("GET", "/api/index/v1/task/a.b");
        var refused = await other.SendAsync("GET", "/api/index/v1/task/b.c");

        Assert.Equal(HttpStatusCode.NotFound, allowed.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "InsufficientScopes"), (refused.Status, refused.Code));
        Assert.Contains(
            "is missing the following "
            + "scopes:\n\n```\nindex:find-task:b.c\n```", (string)refused.Json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_only_what_everybody_may_do_is_allowed()
    {
        using var nobody = new Caller(_server, null);

        var refused = await nobody.SendAsync("GET", "/api/index/v1/task/a.b");
        _server.Roles.Set("anonymous", "index:find-task:*");
        var allowed = await nobody.SendAsync("GET", "/api/index/v1/task/a.b");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.Status, allowed.Status));
    }

    [Fact]
    public async Task An_entry_can_be_removed()
    {
        await InsertAsync("a.b", Slug.New(), 1);

        var removed = await _caller.SendAsync("DELETE", "/api/index/v1/task/a.b");
        var found = await _caller.SendAsync("GET", "/api/index/v1/task/a.b");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (removed.Status, found.Status));
    }

    private Task<Caller.Reply> InsertAsync(string name, string task, double rank, int days = 1) => _caller.SendAsync(
        "PUT",
        $"/api/index/v1/task/{name}",
        new JsonObject
        {
            ["taskId"] = task,
            ["rank"] = rank,
            ["data"] = new JsonObject(),
            ["expires"] = _server.Clock.GetUtcNow().AddDays(days).ToString("O"),
        });
}
