using System.IO.Compression;
using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Http;

namespace Slipway.Registry.Tests.Http;

/// <summary>Servers that want to be waited for, or to fill memory: what they do ends, and with a code.</summary>
public sealed class HostileServerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-5")]
    [InlineData("many")]
    [InlineData("5, 6")]
    [InlineData("99999999999999999999")]
    public async Task A_length_that_is_none_is_refused_and_not_waited_for(string length)
    {
        await using var server = new RawServer(async (_, connection, end) =>
        {
            await RawServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{}}", end);
            await Task.Delay(Timeout.Infinite, end);
        });
        using var client = new RegistryClient(Clients.Settings with { Clock = TimeProvider.System });

        var problem = await Clients.FailsAsync(() => FindAsync(client, server.Host), RegistryCodes.ProtocolViolated);

        Assert.Contains($"'{length}'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_comes_byte_by_byte_is_given_up(bool isBlob)
    {
        var clock = new FakeTimeProvider();
        int sent = 0;
        await using var server = new RawServer(async (_, connection, end) =>
        {
            await RawServer.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", end);
            while (true)
            {
                await RawServer.SendAsync(connection, "x", end);
                Interlocked.Increment(ref sent);
                clock.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(1, end);
            }
        });
        using var client = new RegistryClient(Clients.Settings with { Clock = new HurriedClock(clock) });

        var problem = await Clients.FailsAsync(
            () => isBlob
                ? (Task)client.DownloadAsync(Repositories.New(server.Host), Blob.Random(100_000))
                : FindAsync(client, server.Host),
            RegistryCodes.TooSlow);

        Assert.Contains("at least 491520 have to", problem.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests);
        // A minute of the clock for each attempt, and what it ran on while the client was not waiting.
        Assert.InRange(sent, 5 * 30, 5 * 3000);
    }

    [Fact]
    public async Task A_slow_destination_is_not_the_servers_slowness()
    {
        var clock = new FakeTimeProvider();
        var blob = Blob.Random(3_000_000);
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, blob.Content));
        using var client = new RegistryClient(Clients.Settings with { Clock = new HurriedClock(clock) });
        await using var destination = new SlowDestination(clock);

        await client.CopyBlobAsync(Repositories.New(server.Host), blob.Descriptor, destination, null, Token);

        Assert.Equal(blob.Content, destination.ToArray());
    }

    [Fact]
    public async Task A_packed_document_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[64 << 20], Token);
        }

        string? accepted = null;
        await using var server = new FaultServer(exchange =>
        {
            accepted = exchange.Request.Headers["Accept-Encoding"];
            return exchange.AnswerAsync(
                200, packed.ToArray(), ("Content-Encoding", "gzip"), ("Content-Type", OciMediaTypes.Manifest));
        });
        using var client = Clients.Create();

        var problem = await Clients.FailsAsync(() => FindAsync(client, server.Host), RegistryCodes.ProtocolViolated);

        Assert.Contains("packed with gzip", problem.Message, StringComparison.Ordinal);
        Assert.Equal("identity", accepted);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n", 0x10000, "\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-A: ", 2000, "\r\n")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", 0, "")]
    public async Task What_never_ends_is_ended(string start, string before, int filler, string after)
    {
        string piece = before + new string('x', filler) + after;
        await using var server = new RawServer(async (_, connection, end) =>
        {
            await RawServer.SendAsync(connection, start, end);
            while (true)
            {
                await RawServer.SendAsync(connection, piece, end);
            }
        });
        using var client = Clients.Create();

        await Clients.FailsAsync(() => FindAsync(client, server.Host), RegistryCodes.TooLarge);
    }

    private static Task<RegistryManifest?> FindAsync(RegistryClient client, string host) =>
        client.FindManifestAsync(new ImageReference(Repositories.New(host), "1", null), Token);

    private sealed class SlowDestination(FakeTimeProvider clock) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
