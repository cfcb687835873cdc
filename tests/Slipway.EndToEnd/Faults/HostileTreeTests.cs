using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Trees that nobody makes on purpose.</summary>
public sealed class HostileTreeTests : IAsyncDisposable
{
    private const string Sound = "FROM scratch\nCOPY . /\n";
    private const int Mebibyte = 1 << 20;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("with space")]
    [InlineData("semi;colon")]
    [InlineData("ünïcode")]
    [InlineData("-dash")]
    [InlineData("new\nline")]
    [InlineData("escape\u001b[31m")]
    [InlineData("[markup]")]
    public async Task A_folder_that_cannot_name_an_image_is_refused(string name)
    {
        Machine.RequireSlipway();
        _sandbox.Write($"images/{name}/Dockerfile", Sound);

        var result = await _sandbox.SlipwayAsync("plan");

        Problems.Single(result, exitCode: 2, code: 1102);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [Fact]
    public async Task A_path_of_hundreds_of_characters_arrives_in_the_image()
    {
        await Machine.RequireEngineAsync();
        string folder = string.Join('/', Enumerable.Repeat(new string('d', 100), 3));
        _sandbox.Image("app", Sound).Write($"images/{_sandbox.Name("app")}/{folder}/file with space", "content");

        await _sandbox.CheckAsync("build");

        string container = await Tool.CheckAsync("docker", "create", _sandbox.Name("app"), "none");
        try
        {
            var copied = await Tool.RunAsync(
                "docker",
                ["cp", $"{container}:/{folder}/file with space", "-"],
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Contains("content", copied.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Tool.CheckAsync("docker", "rm", container);
        }

        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_is_refused_and_shown()
    {
        Machine.RequireSlipway();
        _sandbox.Write("images/app/Dockerfile", Sound);
        // Made and removed by the shell, because .NET cannot say such a name.
        await Tool.CheckAsync(
            "sh", "-c", "touch \"$1/$(printf 'bad\\377name')\"", "sh", Path.Join(_sandbox.Tree, "images", "app"));

        var result = await _sandbox.SlipwayAsync("hash", "app");

        await Tool.CheckAsync("rm", "-r", Path.Join(_sandbox.Tree, "images", "app"));
        var problem = Problems.Single(result, exitCode: 2, code: 1209);

        Assert.Contains("bad", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ff", problem.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Links_in_a_circle_are_kept_as_links()
    {
        Machine.RequireSlipway();
        MakeLoops();

        await _sandbox.CheckAsync("context", "app", "-o", "../context.tar");

        string listing = await Tool.CheckAsync("tar", "-tvf", Path.Join(_sandbox.Tree, "../context.tar"));
        Assert.Contains("a -> b", listing, StringComparison.Ordinal);
        Assert.Contains("self -> .", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused_where_they_have_to_be_followed()
    {
        Machine.RequireSlipway();
        MakeLoops();

        var problems = Problems.Of(
            await _sandbox.SlipwayAsync("hash", "app", "--scheme", "taskgraph"), exitCode: 2);

        Assert.Contains(problems, problem => problem.Code == 1208 && problem.Location == "images/app/a");
    }

    [Fact]
    public async Task A_file_that_changes_during_the_build_never_gives_a_wrong_digest()
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("app", mebibytes: 16);
        string data = Path.Join(_sandbox.Tree, "images", _sandbox.Name("app"), "data");
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => KeepChanging(data, stop.Token), TestContext.Current.CancellationToken);
        try
        {
            for (int round = 0; round < 4; round++)
            {
                var result = await _sandbox.SlipwayAsync("build", "--json");
                if (result.ExitCode == 0)
                {
                    var image = JsonNode.Parse(result.Output)!["images"]![0]!;
                    Assert.Equal(HashInManifest((string)image["digest"]!), await HashInImageAsync());
                }
                else
                {
                    Problems.Single(result, exitCode: 1, code: 1210);
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }

        await _sandbox.AssertSoundAsync();
    }

    private void MakeLoops()
    {
        _sandbox.Write("images/app/Dockerfile", Sound);
        string folder = Path.Join(_sandbox.Tree, "images", "app");
        File.CreateSymbolicLink(Path.Join(folder, "a"), "b");
        File.CreateSymbolicLink(Path.Join(folder, "b"), "a");
        File.CreateSymbolicLink(Path.Join(folder, "self"), ".");
    }

    /// <summary>Writes a byte somewhere every few milliseconds: the size stays, so only the content tells.</summary>
    private static void KeepChanging(string path, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        while (!cancellationToken.IsCancellationRequested)
        {
            using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                stream.Position = random.Next(16 * Mebibyte);
                stream.WriteByte((byte)random.Next(256));
            }

            cancellationToken.WaitHandle.WaitOne(random.Next(2, 300));
        }
    }

    private string HashInManifest(string digest)
    {
        string manifest = File.ReadAllText(Path.Join(_sandbox.StoreFolder(), "oci", "blobs", "sha256", digest));
        return (string)
            JsonNode.Parse(manifest)!["files"]!.AsArray().Single(file => (string)file!["path"]! == "data")!["sha256"]!;
    }

    private async Task<string> HashInImageAsync()
    {
        string container = await Tool.CheckAsync("docker", "create", _sandbox.Name("app"), "none");
        string copy = Path.Join(_sandbox.Tree, "../copy");
        try
        {
            await Tool.CheckAsync("docker", "cp", $"{container}:/data", copy);
            await using var stream = File.OpenRead(copy);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
        }
        finally
        {
            await Tool.CheckAsync("docker", "rm", container);
        }
    }
}
