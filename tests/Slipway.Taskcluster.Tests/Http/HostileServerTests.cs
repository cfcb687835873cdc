using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Settings;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Tests.Support;
using Slipway.Tests.Http;

namespace Slipway.Taskcluster.Tests.Http;

/// <summary>Services and storages that repeat secrets, dawdle, or send more than they say.</summary>
public sealed class HostileServerTests : IAsyncDisposable
{
    private const string AccessToken = "s3cret/of+the=client-0123456789";

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(303)]
    public async Task What_a_service_repeats_of_the_credentials_is_not_printed(int status)
    {
        const string Signature = "signature-0123456789";
        string certificate =
            $$"""{"version":1,"scopes":["*"],"start":1,"expiry":99999999999999,"seed":"seed","signature":"{{Signature}}"}""";
        var credentials = new TaskclusterCredentials("me", AccessToken, certificate);
        string ext = HawkKey.Of(credentials).Ext;
        string header = string.Empty;
        await using var server = new AnswerServer(exchange =>
        {
            header = exchange.Request.Headers["Authorization"]!;
            string said = string.Join(' ', header, AccessToken, Uri.EscapeDataString(AccessToken), ext, certificate,
                Convert.ToBase64String(Encoding.UTF8.GetBytes(AccessToken)));
            var body = new JsonObject
            {
                ["code"] = status == 403 ? "InsufficientScopes" : "SomeCode",
                ["message"] = status == 403 ? $"missing:\n\n```\n{said}\n```\n" : $"{new string('x', 380)} {said}",
            };
            string host = AccessToken.Replace('/', '-').Replace('+', '-').Replace('=', '-');
            return new(status, body.ToJsonString(), ("Location", $"http://{host}.example.com/"));
        });
        using var client = new TaskclusterClient(
            Deployment.Settings(server.Url, _deployment.Clock) with { Credentials = credentials });

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => client.Queue.CreateAsync(
            TaskId.Parse(Slug.New()), [], Token));

        string printed =
            failure + string.Concat(failure.Diagnostics.Select(problem => problem.Message + problem.Remedy));
        string mac = header.Split("mac=\"")[1].TrimEnd('"');
        foreach (string secret in new[] { AccessToken, Uri.EscapeDataString(AccessToken), ext, certificate, mac })
        {
            Assert.DoesNotContain(secret, printed, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret[..10], printed, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_is_no_answer_at_all_does_not_get_it_printed()
    {
        await using var server = new RawServer(
            (_, connection, end) => RawServer.SendAsync(connection, $"HTTP/1.1 {AccessToken}\r\n\r\n", end));
        using var client = new TaskclusterClient(
            Deployment.Settings(new Uri($"http://{server.Host}"), _deployment.Clock) with
            {
                Credentials = new TaskclusterCredentials("me", AccessToken, null),
            });

        var failure = await Assert.ThrowsAsync<SlipwayException>(() =>
            client.Queue.FindDefinitionAsync(TaskId.Parse(Slug.New()), Token));

        Assert.DoesNotContain(AccessToken, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_the_index_end(bool isInCircles)
    {
        int page = 0;
        string padding = new(' ', 20 << 20);
        await using var server = new AnswerServer(_ =>
            new(
                200,
                $$"""{"tasks":[],"continuationToken":"{{(isInCircles ? 1 : ++page)}}"}{{(isInCircles ? "" : padding)}}"""));
        using var client = new TaskclusterClient(Deployment.Settings(server.Url, _deployment.Clock));

        var failure = await Deployment.FailureAsync(() => client.Index.ListTasksAsync(null, Token));

        Assert.Equal(isInCircles ? TaskclusterCodes.AnswerInvalid : TaskclusterCodes.TooLarge, failure.Code);
        Assert.True(server.Seen.Count < 20);
    }

    [Fact]
    public async Task A_length_that_is_none_is_refused_and_not_waited_for()
    {
        await using var server = new RawServer(async (_, connection, end) =>
        {
            await RawServer.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", end);
            await Task.Delay(Timeout.Infinite, end);
        });
        using var client = new TaskclusterClient(
            Deployment.Settings(new Uri($"http://{server.Host}"), TimeProvider.System));

        var failure = await Deployment.FailureAsync(() =>
            client.Queue.FindDefinitionAsync(TaskId.Parse(Slug.New()), Token));

        Assert.Equal(TaskclusterCodes.AnswerInvalid, failure.Code);
        Assert.Contains("'-5'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_is_given_up()
    {
        var clock = new FakeTimeProvider();
        await using var server = new RawServer(async (_, connection, end) =>
        {
            await RawServer.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", end);
            while (true)
            {
                await RawServer.SendAsync(connection, " ", end);
                clock.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(1, end);
            }
        });
        using var client = new TaskclusterClient(
            Deployment.Settings(new Uri($"http://{server.Host}"), new HurriedClock(clock)));

        var failure = await Deployment.FailureAsync(() =>
            client.Queue.FindDefinitionAsync(TaskId.Parse(Slug.New()), Token));

        Assert.Equal(TaskclusterCodes.TooSlow, failure.Code);
    }

    [Theory]
    [InlineData(10 << 20, false)]
    [InlineData(1 << 20, true)]
    public async Task An_artifact_that_expands_out_of_proportion_is_refused(int size, bool isTaken)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[size], Token);
        }

        var task = _deployment.AddTask(new SeededArtifact(ArtifactName.Image.Value, packed.ToArray())
        {
            StorageType = "s3",
            ContentEncoding = "gzip",
        });
        var client = _deployment.Connect(
            Deployment.Of(_deployment.Server.NewClient("*")),
            settings => settings with { Expansion = new ExpansionLimit(1 << 20, 200) });
        using var received = new MemoryStream();
        var download = () => client.Artifacts.DownloadAsync(task, ArtifactName.Image, received, null, Token);

        if (isTaken)
        {
            await download();
            Assert.Equal(size, received.Length);
        }
        else
        {
            Assert.Equal(TaskclusterCodes.ArtifactExpands, (await Deployment.FailureAsync(download)).Code);
            Assert.True(received.Length <= 200L * packed.Length);
        }
    }
}
