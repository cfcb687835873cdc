using System.Diagnostics;
using System.Net;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Ping = "/api/queue/v1/ping";

    private readonly TaskclusterServer _server = new();
    private readonly Caller _caller;

    public FaultTests() => _caller = new Caller(_server, _server.NewClient("*"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task So_many_answers_are_errors_and_then_none(int status)
    {
        _server.Faults.Next(new Fault.Answer(status), 2, service: "queue", path: "/ping");

        int[] statuses =
        [
            (int)(await PingAsync()).Status,
            (int)(await PingAsync()).Status,
            (int)(await PingAsync()).Status,
        ];

        Assert.Equal([status, status, 200], statuses);
        Assert.Equal(0, _server.Faults.Remaining);
    }

    [Fact]
    public async Task A_fault_is_for_the_requests_that_it_names()
    {
        _server.Faults.Next(new Fault.Answer(500), service: "index");

        Assert.Equal(HttpStatusCode.OK, (await PingAsync()).Status);
        Assert.Equal(1, _server.Faults.Remaining);
    }

    [Fact]
    public async Task A_connection_breaks()
    {
        _server.Faults.Next(new Fault.Drop(), times: 10);

        await Assert.ThrowsAnyAsync<HttpRequestException>(PingAsync);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_connection_breaks_before_or_after_the_request_is_carried_out(bool isProcessed, int tasks)
    {
        _server.Faults.Next(new Fault.Drop { IsProcessed = isProcessed }, method: "PUT");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _caller.SendAsync(
            "PUT", $"/api/queue/v1/task/{Slug.New()}", Caller.Task(_server.Clock.GetUtcNow())));

        Assert.Equal(tasks, _server.Tasks.All.Length);
    }

    [Fact]
    public async Task A_body_breaks_off()
    {
        _server.Faults.Next(new Fault.Truncate(5));

        await Assert.ThrowsAnyAsync<HttpRequestException>(PingAsync);
    }

    [Fact]
    public async Task A_byte_of_a_body_is_another_one()
    {
        byte[] right = (await _caller.SendAsync("GET", "/api/queue/v1/other")).Bytes;
        _server.Faults.Next(new Fault.Corrupt(3));

        byte[] wrong = (await _caller.SendAsync("GET", "/api/queue/v1/other")).Bytes;

        Assert.Equal((right.Length, (byte)~right[3]), (wrong.Length, wrong[3]));
    }

    [Fact]
    public async Task An_answer_comes_late()
    {
        _server.Faults.Next(new Fault.Delay(TimeSpan.FromMilliseconds(200)));
        long started = Stopwatch.GetTimestamp();

        await PingAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 190, 10_000);
    }

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Nothing_comes_until_the_server_ends(Fault fault)
    {
        _server.Faults.Next(fault);

        var pending = PingAsync();
        while (_server.Requests.Count == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        // Had anything come before the end, this would be an answer.
        await _server.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => pending);
    }

    [Fact]
    public async Task Every_request_is_seen()
    {
        await PingAsync();

        var seen = _server.Requests.Single();

        Assert.Equal(
            ("queue", "GET", Ping, "/ping", "ping", (int?)200),
            (seen.Service, seen.Method, seen.Resource, seen.Path, seen.Name, seen.Status));
        Assert.StartsWith("Hawk ", seen.Authorization, StringComparison.Ordinal);
    }

    public static TheoryData<Fault> Stalls() => [new Fault.Stall(), new Fault.StallAfter(3)];

    private Task<Caller.Reply> PingAsync() => _caller.SendAsync("GET", Ping);
}
