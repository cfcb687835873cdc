using Slipway.Model.Registries;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Distribution;

/// <summary>Uploads to a real registry through a server that breaks them.</summary>
public sealed class UploadFaultTests(PlainRegistry registry)
{
    private const int Chunk = 64 * 1024;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_goes_on_where_the_registry_says_that_it_stopped()
    {
        int sent = 0;
        await using var server = new FaultServer(async exchange =>
        {
            // All of it at once is lost in the middle, then the second of four chunks.
            if (exchange.Request.ContentLength64 > 0 && Interlocked.Increment(ref sent) is 1 or 3)
            {
                await exchange.Request.InputStream.ReadExactlyAsync(new byte[1000], Token);
                exchange.Cut();
                return;
            }

            await exchange.PassAsync(registry.Host);
        });
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var blob = Blob.Random(4 * Chunk);

        await client.UploadAsync(repository, blob);

        Assert.Equal(1, server.Count("POST", "/blobs/uploads/"));
        Assert.Equal(2, server.Count("GET", "/blobs/uploads/"));
        Assert.Equal(5, server.Count("PATCH", string.Empty));
        Assert.Equal(blob.Content, await client.DownloadAsync(repository, blob));
    }

    [Fact]
    public async Task An_upload_whose_session_is_gone_begins_anew()
    {
        int patches = 0;
        await using var server = new FaultServer(async exchange =>
        {
            if (exchange.Request.HttpMethod == "PUT" && exchange.Request.ContentLength64 > 0 && patches == 0)
            {
                await exchange.AnswerAsync(413);
                return;
            }

            bool isBroken = exchange.Request.HttpMethod == "PATCH" && Interlocked.Increment(ref patches) == 2;
            await exchange.PassAsync(registry.Host);
            if (isBroken)
            {
                // The chunk has arrived, and the client does not know: docker-registry then forgets the upload.
                exchange.Cut();
            }
        });
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var blob = Blob.Random(3 * Chunk);

        await client.UploadAsync(repository, blob);

        Assert.Equal(blob.Content, await client.DownloadAsync(repository, blob));
    }

    [Fact]
    public async Task A_confirmation_that_was_lost_is_looked_up()
    {
        await using var server = new FaultServer(async exchange =>
        {
            if (exchange.Request.HttpMethod != "PUT")
            {
                await exchange.PassAsync(registry.Host);
                return;
            }

            // The registry gets it, the client no answer.
            using var direct = new HttpClient();
            using var request = new HttpRequestMessage(
                HttpMethod.Put, $"http://{registry.Host}{exchange.Request.RawUrl}")
            {
                Content = new StreamContent(exchange.Request.InputStream)
                {
                    Headers = { ContentLength = exchange.Request.ContentLength64 },
                },
            };
            using var answer = await direct.SendAsync(request, Token);
            exchange.Cut();
        });
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var blob = Blob.Random(Chunk);

        await client.UploadAsync(repository, blob);

        Assert.Equal(1, server.Count("POST", string.Empty));
        Assert.Equal(1, server.Count("HEAD", "/blobs/"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task A_failing_request_is_tried_again(string method)
    {
        int requests = 0;
        await using var server = new FaultServer(exchange =>
            exchange.Request.HttpMethod == method && Interlocked.Increment(ref requests) == 1
                ? exchange.AnswerAsync(500)
                : exchange.PassAsync(registry.Host));
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var blob = Blob.Random(Chunk * 2);

        await client.UploadAsync(repository, blob);

        Assert.True(await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
    }

    [Fact]
    public async Task An_upload_that_gets_nowhere_ends_after_five_attempts()
    {
        await using var server = new FaultServer(exchange =>
        {
            if (exchange.Request.HttpMethod is "PATCH" or "PUT")
            {
                exchange.Cut();
                return Task.CompletedTask;
            }

            return exchange.PassAsync(registry.Host);
        });
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.UploadAsync(Repositories.New(server.Host), Blob.Random(10)), RegistryCodes.Unreachable);

        Assert.Equal(5, server.Count("PATCH", string.Empty) + server.Count("PUT", string.Empty));
    }

    [Fact]
    public async Task A_registry_that_counts_wrongly_is_not_trusted()
    {
        await using var server = new FaultServer(exchange =>
            exchange.Request.HttpMethod == "PUT"
                ? exchange.AnswerAsync(405)
                : exchange.PassAsync(
                    registry.Host,
                    change: response =>
                    {
                        if (exchange.Request.HttpMethod == "PATCH")
                        {
                            response.Headers["Range"] = "0-99999999";
                        }
                    }));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.UploadAsync(Repositories.New(server.Host), Blob.Random(10)), RegistryCodes.UploadFailed);
    }

    [Fact]
    public async Task Content_that_is_not_what_its_descriptor_says_is_refused_by_the_registry()
    {
        using var client = Clients.Create();
        var (claimed, real) = (Blob.Random(10), Blob.Random(10));

        var diagnostic = await Clients.FailsAsync(
            () => client.UploadBlobAsync(Repositories.New(registry.Host), claimed.Descriptor, real.OpenAt, null, Token),
            RegistryCodes.RequestRefused);

        Assert.Contains("DIGEST_INVALID", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_content_is_passed_on_and_not_tried_again()
    {
        int opened = 0;
        using var client = Clients.Create();
        var blob = Blob.Random(3 * Chunk);

        await Assert.ThrowsAsync<EndOfStreamException>(() => client.UploadBlobAsync(
            Repositories.New(registry.Host),
            blob.Descriptor,
            offset =>
            {
                opened++;
                return new MemoryStream(blob.Content, 0, Chunk + 5);
            },
            null,
            Token));

        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task An_upload_can_be_cancelled()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var gone = new TaskCompletionSource();
        await using var server = new FaultServer(async exchange =>
        {
            if (exchange.Request.HttpMethod == "PUT")
            {
                await cancellation.CancelAsync();
                await gone.Task;
            }

            await exchange.PassAsync(registry.Host);
        });
        using var client = Clients.Create();
        var blob = Blob.Random(10);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.UploadBlobAsync(
            Repositories.New(server.Host), blob.Descriptor, blob.OpenAt, null, cancellation.Token));
        gone.SetResult();
    }

    [Fact]
    public async Task A_registry_that_takes_nothing_is_given_up()
    {
        var gone = new TaskCompletionSource();
        await using var server = new FaultServer(async exchange =>
        {
            if (exchange.Request.HttpMethod == "PUT")
            {
                await gone.Task;
            }

            await exchange.PassAsync(registry.Host);
        });
        using var client = new RegistryClient(Clients.Settings with
        {
            // A twentieth of it.
            Timeouts = new RegistryTimeouts { Stall = TimeSpan.FromSeconds(60), Commit = TimeSpan.FromSeconds(2) },
        });

        var diagnostic = await Clients.FailsAsync(
            () => client.UploadAsync(Repositories.New(server.Host), Blob.Random(10)), RegistryCodes.Unreachable);
        gone.SetResult();

        Assert.Contains("nothing came for 2 seconds", diagnostic.Message, StringComparison.Ordinal);
    }
}
