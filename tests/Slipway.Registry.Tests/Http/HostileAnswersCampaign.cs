using System.Diagnostics;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Tests.Support;
using Slipway.Tests;
using Slipway.Tests.Http;

namespace Slipway.Registry.Tests.Http;

/// <summary>
/// Answers put together and mutated at random: each question ends, soon, well or with a code, and prints no secret.
/// </summary>
public sealed class HostileAnswersCampaign
{
    private const string Password = "hunter2-campaign";
    private const string Repeated = "repeated the password";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TestImage Image = TestImage.Create("campaign");
    private static readonly byte[] AskingFirst =
    [
        .. "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"u8,
        .. "Content-Length: 0\r\nConnection: close\r\n\r\n"u8,
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly string[] Headers =
    [
        "Content-Length: {0}",
        "Content-Length: -5",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked",
        "Content-Encoding: gzip",
        "Content-Type: application/vnd.oci.image.manifest.v1+json",
        "Content-Type: application/vnd.oci.image.index.v1+json",
        "Content-Type: text/html",
        "Content-Type: ;;;",
        "Docker-Content-Digest: sha256:0",
        "Docker-Content-Digest: {1}",
        "Docker-Content-Digest: x",
        "Location: /v2/loop",
        "Location: http://{2}/v2/loop",
        "Location: https://hunter2-campaign.invalid/",
        "Location: file:///etc/passwd",
        "Location: ",
        "Link: </v2/a/tags/list?n={3}>; rel=\"next\"",
        "Link: <<<<<>; rel=next",
        "Range: 0-{0}",
        "Range: bytes=0-999999999999",
        "Range: 0-",
        "Content-Range: bytes 5-1/2",
        "Retry-After: 999999999",
        "Retry-After: -1",
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
        "OCI-Chunk-Min-Length: 999999999999",
        "WWW-Authenticate: Basic realm=\"x\"",
        "WWW-Authenticate: Bearer realm=\"http://{2}/token\",scope=\"a\"",
        "WWW-Authenticate: Bearer realm=\"http://elsewhere.invalid/\"",
        "WWW-Authenticate: Bearer ,,,=\"",
        "X-Echo: hunter2-campaign",
        "Connection: close",
        "Connection: keep-alive",
        " folded: x",
        "no colon at all",
        "X: \u0001\u001b[31m",
    ];

    private static readonly int[] Statuses =
    [
        200,
        200,
        200,
        201,
        202,
        204,
        206,
        301,
        302,
        307,
        308,
        400,
        401,
        403,
        404,
        408,
        416,
        429,
        500,
        503,
        100,
        103,
        199,
        0,
        99,
        999,
    ];

    [Fact]
    public async Task Whatever_a_registry_answers_a_question_ends_and_prints_no_secret()
    {
        int size = Campaign.Size(300, 20_000);
        int seed = Random.Shared.Next();
        int good = 0;
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        for (int round = 0; round < size; round++)
        {
            var watch = Stopwatch.StartNew();
            string outcome = await AskAsync(
                new Random(seed + round), round, $"seed {seed + round}, question {round % 7}");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            Assert.True(watch.Elapsed < Longest, $"seed {seed + round}, question {round % 7}: {watch.Elapsed}");
            good += outcome.Length == 0 ? 1 : 0;
            codes[outcome] = codes.GetValueOrDefault(outcome) + 1;
        }

        Campaign.Report(
            "hostile answers of registries",
            $"{size} questions, {good} answered, slowest {slowest.TotalSeconds:0.0} s, codes: "
                + string.Join(
                    ", ", codes.Where(code => code.Key.Length > 0).Select(code => $"{code.Key} {code.Value}")));
        Assert.True(codes.Count > 4, "the answers are too much alike");
        Assert.True(codes.ContainsKey(Repeated), "nobody repeated the password");
    }

    private static async Task<string> AskAsync(Random random, int round, string what)
    {
        string host = string.Empty;
        bool wasShown = false;
        bool asksFirst = random.Next(2) == 0;
        await using var server = new RawServer(async (head, connection, end) =>
        {
            wasShown |= head.Contains("\nAuthorization: ", StringComparison.OrdinalIgnoreCase);
            byte[] answer;
            lock (random)
            {
                // Half of them get to see the password, which they may repeat then.
                answer = asksFirst && !wasShown ? AskingFirst
                    : wasShown && random.Next(4) == 0 ? Echo(random)
                    : Answer(random, host);
            }

            await connection.WriteAsync(answer, end);
        });
        host = server.Host;
        using var folder = new TempFolder();
        using var client = new RegistryClient(Clients.Settings with
        {
            AuthFile = Accounts.WriteAuthFile(folder, host, Accounts.Encode("slipway", Password)),
            Clock = new HurriedClock(factor: 1000),
        });
        var repository = RepositoryName.Parse($"{host}/a");
        var reference = new ImageReference(repository, "1", null);
        var blob = Blob.Random(random.Next(1, 200_000));
        Func<Task>[] questions =
        [
            () => client.FindManifestAsync(reference, Token),
            () => client.ConfirmsAsync(reference, RepoDigest.Of("x"u8), Token),
            () => client.ListTagsAsync(repository, Token),
            () => client.DownloadAsync(repository, blob),
            () => client.UploadAsync(repository, blob),
            () => client.MountBlobAsync(repository, blob.Descriptor.Digest, RepositoryName.Parse($"{host}/b"), Token),
            () => client.PutManifestAsync(repository, "1", Image.Manifest, Token),
        ];
        try
        {
            await questions[round % questions.Length]();
            return string.Empty;
        }
        catch (SlipwayException failure)
        {
            string printed =
                failure + string.Concat(failure.Diagnostics.Select(problem => problem.Message + problem.Remedy));
            // What was never shown to it a server can only have guessed.
            Assert.False(
                wasShown && printed.Contains(Password, StringComparison.OrdinalIgnoreCase), $"{what}: {printed}");
            Assert.DoesNotContain(failure.Diagnostics[0].Message, char.IsControl);
            return wasShown && printed.Contains("***", StringComparison.Ordinal)
                ? Repeated
                : failure.Diagnostics[0].Code.ToString();
        }
        catch (Exception bug) when (bug is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(what, bug);
        }
    }

    private static byte[] Echo(Random random)
    {
        byte[] body = Body(random, kind: 1);
        return [.. Encoding.Latin1.GetBytes($"HTTP/1.1 403 No\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }

    private static byte[] Answer(Random random, string host)
    {
        byte[] body = Body(random, random.Next(8));
        var head = new StringBuilder(
            $"HTTP/1.1 {Statuses[random.Next(Statuses.Length)]} {(random.Next(5) == 0 ? Password : "OK")}\r\n");
        for (int count = random.Next(6); count > 0; count--)
        {
            head.AppendFormat(
                System.Globalization.CultureInfo.InvariantCulture,
                Headers[random.Next(Headers.Length)],
                body.Length,
                Image.Manifest.Descriptor.Digest.ToOciString(),
                host,
                random.Next(100));
            head.Append("\r\n");
        }

        byte[] answer = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
        for (int flips = random.Next(3) == 0 ? random.Next(10) : 0; flips > 0; flips--)
        {
            answer[random.Next(answer.Length)] = (byte)random.Next(256);
        }

        return random.Next(8) == 0 ? answer[..random.Next(answer.Length)] : answer;
    }

    private static byte[] Body(Random random, int kind) =>
        kind switch
        {
            0 => Image.Manifest.Content.ToArray(),
            1 => Encoding.UTF8.GetBytes(
                $$"""{"errors":[{"code":"{{Password}}","message":"{{new string('x', random.Next(90))}}{{Password}}{{(random.Next(4) == 0 ? "\\ud800" : "")}}"}]}"""),
            2 => Encoding.UTF8.GetBytes("""{"tags":["a","b"]}"""),
            3 => Encoding.UTF8.GetBytes($$"""{"token":"{{Password}}-token","expires_in":-1}"""),
            4 => Encoding.UTF8.GetBytes(new string('[', 10_000)),
            5 => [],
            6 => new byte[random.Next(1000)],
            _ => Encoding.UTF8.GetBytes("10\r\n0123456789abcdef\r\nfffffffff\r\n"),
        };
}
