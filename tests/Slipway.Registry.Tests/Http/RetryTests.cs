using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Http;

namespace Slipway.Registry.Tests.Http;

public sealed class RetryTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_go_better_is_tried_again(int status)
    {
        int requests = 0;
        await using var server = new FaultServer(exchange =>
            exchange.Path == "/v2/" || Interlocked.Increment(ref requests) > 4
                ? exchange.AnswerAsync(200, """{"tags":["a"]}""")
                : exchange.AnswerAsync(status));
        using var client = Clients.Create();

        Assert.Equal(["a"], await client.ListTagsAsync(Repositories.New(server.Host), Token));
        Assert.Equal(5, requests);
    }

    [Theory]
    [InlineData(429, 1710, 5)]
    [InlineData(500, 1711, 5)]
    [InlineData(501, 1711, 1)]
    [InlineData(403, 1706, 1)]
    [InlineData(405, 1712, 1)]
    public async Task What_stays_is_said_in_the_registrys_words(int status, int code, int attempts)
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(
                status,
                $$"""{"errors":[{"code":"CODE","message":"why\u001b[31m{{new string('x', 1000)}}"},{"code":"OTHER"},{"code":"3"},{"code":"4"}]}"""));
        using var client = Clients.Create();

        var exception = await Assert.ThrowsAsync<SlipwayException>(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token));

        var diagnostic = exception.Diagnostics[0];
        Assert.Equal(code, diagnostic.Code.Number);
        Assert.Contains("CODE: why\\u001b[31mxx", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("; OTHER; 3)", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(diagnostic.Message, char.IsControl);
        Assert.True(diagnostic.Message.Length < 400);
        Assert.Equal(attempts, server.Count("GET", "/tags/list"));
    }

    [Fact]
    public async Task A_registry_is_waited_for_as_long_as_it_asks()
    {
        var now = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        var clock = new HurriedClock(now, factor: 200);
        int requests = 0;
        string[] asked = ["7", (now.GetUtcNow() + TimeSpan.FromSeconds(30)).ToString("R"), "999999", "0"];
        await using var server = new FaultServer(exchange =>
            Interlocked.Increment(ref requests) is var number && number <= 4
                ? exchange.AnswerAsync(429, string.Empty, ("Retry-After", asked[number - 1]))
                : exchange.AnswerAsync(200, """{"tags":["a"]}"""));
        using var client = new RegistryClient(Clients.Settings with
        {
            Clock = clock,
            Timeouts = new RegistryTimeouts { Connect = TimeSpan.FromHours(1), Stall = TimeSpan.FromHours(1) },
        });

        await client.ListTagsAsync(Repositories.New(server.Host), Token);

        Assert.Contains(TimeSpan.FromSeconds(7), clock.Waits);
        Assert.Contains(TimeSpan.FromSeconds(30), clock.Waits);
        Assert.Contains(TimeSpan.FromSeconds(120), clock.Waits);
    }

    [Fact]
    public async Task Nothing_that_listens_is_unreachable()
    {
        using var client = Clients.Create();
        string host = $"127.0.0.1:{FreePort.Find()}";

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(RepositoryName.Parse($"{host}/a"), Token), RegistryCodes.Unreachable);

        Assert.Contains(host, diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("refused", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_none_is_unreachable()
    {
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(RepositoryName.Parse("registry.invalid/a"), Token), RegistryCodes.Unreachable);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(
            200, """{"tags":[]}""", ("X-Large", new string('x', 100_000))));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.TooLarge);
    }
}
