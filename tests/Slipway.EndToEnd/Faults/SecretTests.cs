using System.Text;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class SecretTests : IAsyncDisposable
{
    private const string PrintSecret =
        "FROM {base}\nRUN --mount=type=secret,id=token sleep 1; echo the token is $(cat /run/secrets/token)\n";

    private readonly Sandbox _sandbox = new();
    private readonly string _value = $"value-{Guid.NewGuid():N}";

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_value_stands_nowhere(bool fromFile)
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("zstd", "--version");
        string secret = Prepare(fromFile);
        await _sandbox.CheckAsync("build", _sandbox.Name("base"));

        await using var build = BackgroundSlipway.Start(_sandbox, "build", "-v", "--secret", secret);
        var commandLines = new HashSet<string>(StringComparer.Ordinal);
        while (!build.HasExited)
        {
            build.LookAtDescendants();
            commandLines.UnionWith(build.Descendants.Select(process => process.CommandLine));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var result = await build.WaitAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("the token is ", result.Error, StringComparison.Ordinal);
        Assert.Contains(commandLines, line => line.Contains("build", StringComparison.Ordinal));
        AssertHidden("a command line", string.Join('\n', commandLines));
        AssertHidden("standard output", result.Output);
        AssertHidden("standard error", result.Error);
        string app = _sandbox.Name("app");
        string log = await _sandbox.CheckAsync("log", app);
        Assert.Contains("the token is ", log, StringComparison.Ordinal);
        AssertHidden("the log", log);
        AssertHidden("the inputs manifest", await _sandbox.CheckAsync("hash", "--inputs", app));
        AssertHidden("the history", await Tool.CheckAsync("docker", "history", "--no-trunc", app));
        AssertHidden("the configuration", await Tool.CheckAsync("docker", "inspect", app));
        await AssertNotInStoreAsync();
    }

    [Fact]
    public async Task One_that_fails_with_the_build_is_not_in_the_error()
    {
        await Machine.RequireEngineAsync();
        string secret = Prepare(fromFile: false);
        _sandbox.Image(
            "app", "FROM {base}\nRUN --mount=type=secret,id=token cat /run/secrets/token; exit 9\n");

        var result = await _sandbox.SlipwayAsync("build", "-vv", "--secret", secret);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("SLIP1520", result.Error, StringComparison.Ordinal);
        AssertHidden("standard error", result.Error);
        AssertHidden("standard output", result.Output);
        await AssertNotInStoreAsync();
    }

    [Fact]
    public async Task One_that_is_missing_unknown_or_unset_is_refused_before_anything_is_built()
    {
        await Machine.RequireEngineAsync();
        string given = Prepare(fromFile: false);

        Problems.Single(await _sandbox.SlipwayAsync("build"), exitCode: 2, code: 1601);
        var unknown = Problems.Single(
            await _sandbox.SlipwayAsync("build", "--secret", given, "--secret", "id=tokne,env=HOME"),
            exitCode: 2,
            code: 1602);
        Assert.Contains("token", unknown.Remedy, StringComparison.Ordinal);
        Problems.Single(
            await _sandbox.SlipwayAsync("build", "--secret", "id=token,env=NO_SUCH_VARIABLE"), exitCode: 2, code: 1522);
        Problems.Single(
            await _sandbox.SlipwayAsync("build", "--secret", "id=token,src=/no/such/file"), exitCode: 2, code: 1522);
        Assert.Equal("build", (await _sandbox.PlanAsync())["base"]);
    }

    [Fact]
    public async Task The_classic_builder_is_not_given_one()
    {
        await Machine.RequireEngineAsync();
        string? folder = await FindClassicClientAsync();
        if (folder is null)
        {
            Assert.Skip("no docker command without BuildKit on PATH");
        }

        string secret = Prepare(fromFile: false);
        _sandbox.Environment["PATH"] = folder;

        var problem = Problems.Single(
            await _sandbox.SlipwayAsync("build", "--secret", secret), exitCode: 1, code: 1521);

        Assert.Contains("token", problem.Message, StringComparison.Ordinal);
    }

    private string Prepare(bool fromFile)
    {
        _sandbox.BusyboxBase().Image("app", PrintSecret + $"LABEL unique={_sandbox.Tag}\n").Write(
            "slipway.yml", $"prefix: e2e\nfolder: images\nimages:\n  {_sandbox.Name("app")}: {{ secrets: [token] }}\n");
        if (!fromFile)
        {
            _sandbox.Environment["SECRET_TOKEN"] = _value;
            return "id=token,env=SECRET_TOKEN";
        }

        _sandbox.Write("../secret.txt", _value + "\n");
        return $"id=token,src={Path.GetFullPath(Path.Join(_sandbox.Tree, "../secret.txt"))}";
    }

    private void AssertHidden(string where, string text) =>
        Assert.False(text.Contains(_value, StringComparison.Ordinal), $"{where} holds the secret: {text}");

    /// <summary>Neither as it is nor in a layer.</summary>
    private async Task AssertNotInStoreAsync()
    {
        foreach (string file in Directory.EnumerateFiles(_sandbox.StoreFolder(), "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            AssertHidden(file, Encoding.Latin1.GetString(bytes));
            if (bytes is [0x28, 0xb5, 0x2f, 0xfd, ..]) // https://www.rfc-editor.org/rfc/rfc8878#name-zstandard-frames
            {
                var plain = await Tool.RunAsync("zstd", ["-dcq", file]);
                Assert.Equal(0, plain.ExitCode);
                AssertHidden(file, Encoding.Latin1.GetString(plain.Bytes));
            }
        }
    }

    private static async Task<string?> FindClassicClientAsync()
    {
        foreach (string folder in Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator))
        {
            string docker = Path.Join(folder, "docker");
            if (
                File.Exists(docker)
                && (await Tool.RunAsync(docker, ["buildx", "version"])).ExitCode != 0
                && !(await Tool.RunAsync(docker, ["--version"])).Output.StartsWith(
                    "Docker version 20.", StringComparison.Ordinal))
            {
                return folder;
            }
        }

        return null;
    }
}
