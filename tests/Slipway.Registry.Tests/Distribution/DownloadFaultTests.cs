using Slipway.Model.Registries;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Distribution;

public sealed class DownloadFaultTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly Blob _blob = Blob.Random(300_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_goes_on_where_the_connection_broke(bool isRangeHonoured)
    {
        int requests = 0;
        await using var server = new FaultServer(exchange =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                return exchange.BreakOffAsync(_blob.Content.Length, _blob.Content[..100_000]);
            }

            if (!isRangeHonoured)
            {
                return exchange.AnswerAsync(200, _blob.Content);
            }

            int from = int.Parse(exchange.Request.Headers["Range"]!["bytes=".Length..].TrimEnd('-'));
            return exchange.AnswerAsync(
                206,
                _blob.Content[from..],
                ("Content-Range", $"bytes {from}-{_blob.Content.Length - 1}/{_blob.Content.Length}"));
        });
        using var client = Clients.Create();

        Assert.Equal(_blob.Content, await client.DownloadAsync(Repositories.New(server.Host), _blob));
        Assert.Equal(2, requests);
        Assert.StartsWith("bytes=", server.Requests.Last().Range, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_moves_forward_is_not_given_up()
    {
        // Twelve connections, each of which breaks: more than the five attempts that get nowhere.
        int served = 0;
        await using var server = new FaultServer(exchange =>
        {
            int from = exchange.Request.Headers["Range"] is { } range
                ? int.Parse(range["bytes=".Length..].TrimEnd('-'))
                : 0;
            served++;
            exchange.Response.Headers.Add(
                "Content-Range", $"bytes {from}-{_blob.Content.Length - 1}/{_blob.Content.Length}");
            return exchange.BreakOffAsync(
                _blob.Content.Length - from,
                _blob.Content[from..Math.Min(from + 25_000, _blob.Content.Length)],
                from == 0 ? 200 : 206);
        });
        using var client = Clients.Create();

        Assert.Equal(_blob.Content, await client.DownloadAsync(Repositories.New(server.Host), _blob));
        Assert.True(served >= 12, $"{served} requests");
    }

    [Fact]
    public async Task A_download_that_gets_nowhere_ends_after_five_attempts()
    {
        await using var server = new FaultServer(exchange => exchange.BreakOffAsync(_blob.Content.Length, []));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.Unreachable);

        Assert.Equal(5, server.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_refused()
    {
        int requests = 0;
        await using var server = new FaultServer(exchange => Interlocked.Increment(ref requests) == 1
            ? exchange.BreakOffAsync(_blob.Content.Length, _blob.Content[..100_000])
            : exchange.AnswerAsync(206, _blob.Content[5..], ("Content-Range", "bytes 5-299999/300000")));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.ProtocolViolated);
    }

    [Fact]
    public async Task Other_bytes_than_the_digest_says_are_refused()
    {
        byte[] other = [.. _blob.Content];
        other[^1] ^= 1;
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, other));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.DigestMismatch);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_longer_than_its_descriptor_is_refused(bool isLengthSaid)
    {
        await using var server = new FaultServer(async exchange =>
        {
            byte[] body = [.. _blob.Content, 0];
            if (isLengthSaid)
            {
                exchange.Response.ContentLength64 = body.Length;
            }
            else
            {
                exchange.Response.SendChunked = true;
            }

            await exchange.Response.OutputStream.WriteAsync(body, Token);
        });
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.TooLarge);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_its_descriptor_is_refused()
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, _blob.Content[..1000]));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.DigestMismatch);
    }

    [Fact]
    public async Task A_compressed_body_is_not_expanded()
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(200, _blob.Content, ("Content-Encoding", "gzip")));
        using var client = Clients.Create();

        Assert.Equal(_blob.Content, await client.DownloadAsync(Repositories.New(server.Host), _blob));
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up()
    {
        var gone = new TaskCompletionSource();
        await using var server = new FaultServer(async exchange =>
        {
            exchange.Response.ContentLength64 = _blob.Content.Length;
            await exchange.Response.OutputStream.WriteAsync(_blob.Content.AsMemory(0, 1000), Token);
            await exchange.Response.OutputStream.FlushAsync(Token);
            await gone.Task;
            exchange.Cut();
        });
        using var client = new RegistryClient(
            Clients.Settings with { Timeouts = new RegistryTimeouts { Stall = TimeSpan.FromSeconds(2) } });

        var diagnostic = await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.Unreachable);
        gone.SetResult();

        Assert.Contains("nothing came for 2 seconds", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_that_fails_is_not_the_registrys_fault()
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, _blob.Content));
        using var client = Clients.Create();
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, 1);

        await Assert.ThrowsAsync<IOException>(() => client.CopyBlobAsync(
            Repositories.New(server.Host), _blob.Descriptor, full, null, Token));
        Assert.Equal(1, server.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task A_config_of_more_than_8_MiB_is_not_asked_for()
    {
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ReadBlobAsync(
                RepositoryName.Parse("127.0.0.1:1/a"), _blob.Descriptor with { Size = (8 * 1024 * 1024) + 1 }, Token),
            RegistryCodes.TooLarge);
    }
}
