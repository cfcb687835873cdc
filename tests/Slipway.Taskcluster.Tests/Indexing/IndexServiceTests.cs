using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Indexing;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Indexing;

public sealed class IndexServiceTests : IAsyncDisposable
{
    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task An_entry_is_found_as_it_was_inserted()
    {
        var name = IndexNamespace.Parse("proj.cache.docker.base.latest");
        var task = NewTask();
        var expires = _deployment.Now.AddDays(1);

        var inserted = await InsertAsync(name, task, 7, expires);
        var found = (await _deployment.Client.Index.FindAsync(name, Token))!;

        Assert.Equal(
            (name, task, 7L, "b"),
            (found.Namespace, found.TaskId, found.Rank, found.Data.GetProperty("a").GetString()));
        Assert.Equal(expires, found.Expires, TimeSpan.FromMilliseconds(1));
        Assert.Equal(task, inserted.TaskId);
    }

    [Theory]
    [InlineData("a.100%")]
    [InlineData("a.b!~*'()c")]
    [InlineData("single")]
    public async Task A_name_of_any_letters_that_are_allowed_is_found(string text)
    {
        var name = IndexNamespace.Parse(text);
        await InsertAsync(name, NewTask(), 0, _deployment.Now.AddDays(1));

        Assert.NotNull(await _deployment.Client.Index.FindAsync(name, Token));
    }

    [Fact]
    public async Task A_lower_rank_gives_back_what_is_there()
    {
        var name = IndexNamespace.Parse("a.b");
        var (newer, older) = (NewTask(), NewTask());
        await InsertAsync(name, newer, 2, _deployment.Now.AddDays(1));

        Assert.Equal(newer, (await InsertAsync(name, older, 1, _deployment.Now.AddDays(1))).TaskId);
    }

    [Fact]
    public async Task What_is_not_there_or_has_expired_is_not_found()
    {
        var name = IndexNamespace.Parse("a.b");
        await InsertAsync(name, NewTask(), 0, _deployment.Now.AddHours(-1));

        Assert.Null(await _deployment.Client.Index.FindAsync(name, Token));
        Assert.Null(await _deployment.Client.Index.FindAsync(IndexNamespace.Parse("a.c"), Token));
        Assert.Empty(await _deployment.Client.Index.FindAsync([name], Token));
        Assert.Empty(await _deployment.Client.Index.ListTasksAsync(IndexNamespace.Parse("a"), Token));
    }

    [Fact]
    public async Task Many_names_are_looked_up_in_few_requests()
    {
        IndexNamespace[] names = [.. Enumerable.Range(0, 1200).Select(i => IndexNamespace.Parse($"a.b.n{i}"))];
        foreach (var name in names.Where((_, i) => i % 100 == 0))
        {
            await InsertAsync(name, NewTask(), 0, _deployment.Now.AddDays(1));
        }

        _deployment.Server.Requests.Clear();
        var found = await _deployment.Client.Index.FindAsync(names, Token);

        Assert.Equal(names.Where((_, i) => i % 100 == 0).Order(), found.Keys.Order());
        Assert.Equal(3, _deployment.Server.Requests.Count);
    }

    [Fact]
    public async Task No_names_are_no_request()
    {
        Assert.Empty(await _deployment.Client.Index.FindAsync([], Token));
        Assert.Empty(_deployment.Server.Requests);
    }

    [Fact]
    public async Task An_older_service_is_asked_for_one_name_after_the_other()
    {
        string task = Slug.New();
        await using var older = new AnswerServer(exchange => exchange.Resource switch
        {
            "/api/index/v1/task/a.b" => new(200, $$"""{"namespace":"a.b","taskId":"{{task}}","rank":1.0,"data":{},"expires":"2099-01-01T00:00:00.000Z"}"""),
            "/api/index/v1/task/a.c" => new(404, """{"code":"ResourceNotFound","message":"Indexed task not found"}"""),
            _ => new(404, """{"error":"Not found"}"""),
        });
        using var client = new TaskclusterClient(Deployment.Settings(older.Url, TimeProvider.System));

        var found = await client.Index.FindAsync([IndexNamespace.Parse("a.b"), IndexNamespace.Parse("a.c")], Token);

        Assert.Equal([IndexNamespace.Parse("a.b")], found.Keys);
    }

    [Fact]
    public async Task A_list_goes_over_pages()
    {
        for (int i = 0; i < 5; i++)
        {
            await InsertAsync(IndexNamespace.Parse($"a.n{i}"), NewTask(), 0, _deployment.Now.AddDays(1));
            await InsertAsync(IndexNamespace.Parse($"a.b{i}.c"), NewTask(), 0, _deployment.Now.AddDays(1));
        }

        int page = 0;
        await using var paged = new AnswerServer(exchange =>
            new(
                200,
                page++ < 3
                    ? $$"""{"namespaces":[{"namespace":"a.n{{page}}","name":"n{{page}}","expires":"2099-01-01T00:00:00.000Z"}],"continuationToken":"a b{{page}}"}"""
                    : """{"namespaces":[]}"""));
        using var client = new TaskclusterClient(Deployment.Settings(paged.Url, TimeProvider.System));

        var tasks = await _deployment.Client.Index.ListTasksAsync(IndexNamespace.Parse("a"), Token);
        var namespaces = await _deployment.Client.Index.ListNamespacesAsync(IndexNamespace.Parse("a"), Token);
        var top = await _deployment.Client.Index.ListNamespacesAsync(null, Token);
        var all = await client.Index.ListNamespacesAsync(IndexNamespace.Parse("a"), Token);

        Assert.Equal(["a.n0", "a.n1", "a.n2", "a.n3", "a.n4"], tasks.Select(task => task.Namespace.Value).Order());
        Assert.Equal(["b0", "b1", "b2", "b3", "b4"], namespaces.Select(below => below.Name).Order());
        Assert.Equal(["a"], top.Select(below => below.Namespace.Value));
        Assert.Equal(["n1", "n2", "n3"], all.Select(below => below.Name));
        Assert.Equal(
            [
                "GET /api/index/v1/namespaces/a?limit=1000",
                "GET /api/index/v1/namespaces/a?limit=1000&continuationToken=a%20b1",
                "GET /api/index/v1/namespaces/a?limit=1000&continuationToken=a%20b2",
                "GET /api/index/v1/namespaces/a?limit=1000&continuationToken=a%20b3",
            ],
            paged.Seen);
    }

    [Fact]
    public async Task A_list_that_never_ends_is_an_error()
    {
        int page = 0;
        await using var endless = new AnswerServer(_ =>
            new(200, $$"""{"tasks":[],"continuationToken":"{{++page}}"}"""));
        using var client = new TaskclusterClient(Deployment.Settings(endless.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Index.ListTasksAsync(null, Token));

        Assert.Equal(TaskclusterCodes.TooLarge, failure.Code);
    }

    [Fact]
    public async Task A_deleted_entry_is_not_found_and_may_be_deleted_again()
    {
        var name = IndexNamespace.Parse("a.b");
        await InsertAsync(name, NewTask(), 0, _deployment.Now.AddDays(1));

        await _deployment.Client.Index.DeleteAsync(name, Token);
        await _deployment.Client.Index.DeleteAsync(name, Token);

        Assert.Null(await _deployment.Client.Index.FindAsync(name, Token));
    }

    [Theory]
    [InlineData(
        """
        {"namespace":"a..b","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":1,"data":{},"expires":"2099-01-01T00:00:00Z"}
        """,
        "namespace")]
    [InlineData(
        """{"namespace":"a.b","taskId":"../../x","rank":1,"data":{},"expires":"2099-01-01T00:00:00Z"}""",
        "taskId")]
    [InlineData(
        """{"namespace":"a.b","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":"1","data":{},"expires":"2099-01-01T00:00:00Z"}""",
        "rank")]
    [InlineData(
        """{"namespace":"a.b","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":1,"data":[],"expires":"2099-01-01T00:00:00Z"}""",
        "data")]
    [InlineData(
        """{"namespace":"a.b","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":1,"data":{},"expires":"soon"}""",
        "expires")]
    [InlineData(
        """{"namespace":"\ud800","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":1,"data":{},"expires":"2099-01-01T00:00:00Z"}""",
        "namespace")]
    [InlineData("""{"\ud800":1}""", "")]
    [InlineData("""{"\ud800":1,"namespace":"a..b","\udc00":2}""", "")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]}", "JSON")]
    [InlineData("""{"taskId":"a","taskId":"b"}""", "JSON")]
    [InlineData("""["a"]""", "object")]
    [InlineData("<html>Sign in to the network</html>", "JSON")]
    public async Task An_answer_that_is_none_is_an_error_that_says_why(string answer, string part)
    {
        await using var server = new AnswerServer(_ => new(200, answer));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(IndexNamespace.Parse("a.b"), Token));

        Assert.Equal(TaskclusterCodes.AnswerInvalid, failure.Code);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rank_of_any_number_is_read()
    {
        await using var server = new AnswerServer(_ => new(
            200,
            """{"namespace":"a.b","taskId":"fN1SbArXTPSVFNUvaOlinQ","rank":1.5e300,"data":{},"expires":"2099-01-01T00:00:00Z"}"""));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, TimeProvider.System));

        Assert.Equal(long.MaxValue, (await client.Index.FindAsync(IndexNamespace.Parse("a.b"), Token))!.Rank);
    }

    private Task<IndexedTask> InsertAsync(IndexNamespace name, TaskId task, int rank, DateTimeOffset expires) =>
        _deployment.Client.Index.InsertAsync(name, task, rank, new JsonObject { ["a"] = "b" }, expires, Token);

    private static TaskId NewTask() => TaskId.Parse(Slug.New());
}
