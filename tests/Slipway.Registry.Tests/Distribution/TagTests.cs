using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Distribution;

public sealed class TagTests(PlainRegistry registry)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tags_are_listed_in_order()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        foreach (string tag in new[] { "b", "a", "B", "1.0" })
        {
            await TestImage.Create("tags").PushAsync(client, repository, tag);
        }

        Assert.Equal(["1.0", "B", "a", "b"], await client.ListTagsAsync(repository, Token));
    }

    [Fact]
    public async Task Every_page_is_read()
    {
        // docker-registry 2.8 lists all at once; this one takes two at a time and says the next page as the
        // specification has it.
        string[] tags = ["1", "2", "3", "4", "5"];
        await using var server = new FaultServer(exchange =>
        {
            string[] rest =
            [
                .. tags.SkipWhile(tag =>
                    string.CompareOrdinal(tag, exchange.Request.QueryString["last"] ?? string.Empty) <= 0),
            ];
            string body = $$"""{"name":"a","tags":["{{string.Join("\",\"", rest.Take(2))}}"]}""";
            return rest.Length <= 2
                ? exchange.AnswerAsync(200, body)
                : exchange.AnswerAsync(200, body, ("Link", $"<{exchange.Path}?n=2&last={rest[1]}>; rel=\"next\""));
        });
        using var client = Clients.Create();

        Assert.Equal(tags, await client.ListTagsAsync(Repositories.New(server.Host), Token));
        Assert.Equal(3, server.Count("GET", "/tags/list"));
    }

    [Fact]
    public async Task A_repository_that_is_not_there_has_no_tags()
    {
        using var client = Clients.Create();

        Assert.Empty(await client.ListTagsAsync(Repositories.New(registry.Host), Token));
    }

    [Theory]
    [InlineData("<http://127.0.0.1:1/v2/x/tags/list>; rel=\"next\"")]
    [InlineData("<?n=1000>; rel=next")]
    public async Task Pages_do_not_lead_elsewhere_or_in_circles(string link)
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(200, """{"tags":["a"]}""", ("Link", link)));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.ProtocolViolated);
    }

    [Fact]
    public async Task Pages_end_at_some_time()
    {
        int page = 0;
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(
            200, """{"tags":null}""", ("Link", $"<?page={Interlocked.Increment(ref page)}>; rel=\"next\"")));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.TooLarge);
    }

    [Fact]
    public async Task Pages_that_lead_to_each_other_are_left()
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(
                200,
                """{"tags":["a"]}""",
                (
                    "Link",
                    $"<{(exchange.Request.RawUrl!.EndsWith("?b", StringComparison.Ordinal) ? "?a" : "?b")}>; "
                    + "rel=\"next\"")));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.ProtocolViolated);
        Assert.True(server.Count("GET", "tags/list") < 5);
    }

    [Fact]
    public async Task Not_more_than_a_million_tags_are_read()
    {
        int page = 0;
        await using var server = new FaultServer(exchange =>
        {
            int number = Interlocked.Increment(ref page);
            string tags = string.Join(',', Enumerable.Range(0, 100_000).Select(tag => $"\"{number}-{tag}\""));
            return exchange.AnswerAsync(200, $$"""{"tags":[{{tags}}]}""", ("Link", $"<?page={number}>; rel=\"next\""));
        });
        using var client = Clients.Create();

        var problem = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.TooLarge);

        Assert.Contains("more than 1000000 tags", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"tags":"a"}""")]
    [InlineData("""{"tags":[1]}""")]
    [InlineData("""{"tags":["\u001b[2J"]}""")]
    [InlineData("<html>")]
    public async Task What_are_no_tags_is_refused(string body)
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, body));
        using var client = Clients.Create();

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.DocumentInvalid);

        Assert.DoesNotContain(diagnostic.Message, char.IsControl);
    }
}
