using System.Text;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>
/// A secret that got into an image, and was replaced: what the engine remembers must not bring it back.
/// </summary>
public sealed class ReplacedSecretTests : IAsyncDisposable
{
    private const string LeaksWhenOld =
        "FROM {base}\nRUN --mount=type=secret,id=token if grep -q old /run/secrets/token; then cp /run/secrets/token "
        + "/leak; fi; echo ran\n";

    private readonly Sandbox _sandbox = new();
    private readonly string _old = $"old-{Guid.NewGuid():N}";
    private readonly string _new = $"new-{Guid.NewGuid():N}";

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_step_that_saw_the_old_value_is_not_used_again_and_one_that_saw_the_same_is(string engine)
    {
        await PrepareAsync(engine);
        _sandbox.Image("app", LeaksWhenOld);

        var leaked = await BuildAsync(engine, _old);
        Problems.Single(leaked, exitCode: 1, code: 1523);
        Assert.Contains("ran", await LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_old, leaked.Error + leaked.Output, StringComparison.Ordinal);

        var replaced = await BuildAsync(engine, _new);
        Assert.True(replaced.ExitCode == 0, replaced.ToString());
        Assert.Contains("ran", await LogAsync(), StringComparison.Ordinal);
        await AssertNotInStoreAsync();

        _sandbox.Image("app", LeaksWhenOld + "LABEL changed=yes\n");
        var again = await BuildAsync(engine, _new);
        Assert.True(again.ExitCode == 0, again.ToString());
        string log = await LogAsync();
        Assert.Matches(engine == "docker" ? "CACHED" : "Using cache", log);
        Assert.DoesNotMatch(@"(?m)(^|\d )ran$", log);
        // As it was written, and without the id under which it was handed over.
        Assert.Contains("RUN --mount=type=secret,id=token if grep", log, StringComparison.Ordinal);
        await AssertNotInStoreAsync();

        _sandbox.Image("app", LeaksWhenOld + "LABEL changed=again\n");
        var other = await BuildAsync(engine, $"another-{_sandbox.Tag}");
        Assert.True(other.ExitCode == 0, other.ToString());
        Assert.Matches(@"(?m)(^|\d )ran$", await LogAsync());
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_build_without_secrets_does_not_store_a_value_that_another_was_given(string engine)
    {
        await PrepareAsync(engine);
        _sandbox.Image("app", "FROM {base}\nRUN --mount=type=secret,id=token test -s /run/secrets/token\n");
        var given = await BuildAsync(engine, _old);
        Assert.True(given.ExitCode == 0, given.ToString());
        _sandbox.Image("other", "FROM {base}\nCOPY leak /leak\n")
            .Write($"images/{_sandbox.Name("other")}/leak", new string('x', 200_000) + _old);

        var problem = Problems.Single(
            await _sandbox.SlipwayAsync("build", _sandbox.Name("other"), "--engine", engine), exitCode: 1, code: 1523);

        Assert.Contains("'token'", problem.Message, StringComparison.Ordinal);
        Assert.Equal("build", (await _sandbox.PlanAsync())["other"]);
        await AssertNotInStoreAsync();
        Assert.Contains(
            "1 value ", await _sandbox.CheckAsync("gc", "--forget-secret", "token"), StringComparison.Ordinal);
        await _sandbox.CheckAsync("build", _sandbox.Name("other"), "--engine", engine);
    }

    [Fact]
    public async Task A_value_that_is_torn_by_commands_to_the_terminal_is_shown_nowhere()
    {
        await PrepareAsync("docker");
        _sandbox.Image("app", "FROM {base}\nRUN --mount=type=secret,id=token v=$(cat /run/secrets/token);"
            + " printf 'torn %s\\033[0m%s\\n' \"${v%????????????}\" \"${v#????????????????????????}\"; exit 3\n");

        var result = await BuildAsync("docker", _old, "-vv");

        Assert.Equal(1, result.ExitCode);
        string log = await LogAsync();
        Assert.Contains("torn ***", log, StringComparison.Ordinal);
        Assert.Contains("torn ***", result.Error, StringComparison.Ordinal);
        foreach (string text in new[] { log, result.Error, result.Output })
        {
            Assert.DoesNotContain(_old[..24], text, StringComparison.Ordinal);
            Assert.DoesNotContain(_old[24..], text, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', text);
        }

        await AssertNotInStoreAsync();
    }

    private async Task PrepareAsync(string engine)
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("zstd", "--version");
        if (engine == "buildah")
        {
            Machine.RequireRoot();
            await Machine.RequireToolAsync("buildah", "--version");
            string folder = Path.GetFullPath(Path.Join(_sandbox.Tree, "..", "buildah"));
            Directory.CreateDirectory(Path.Join(folder, "tmp"));
            string storage = Path.Join(folder, "storage.conf");
            await File.WriteAllTextAsync(
                storage,
                $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{folder}/graph\"\nrunroot = \"{folder}/run\"\n",
                TestContext.Current.CancellationToken);
            _sandbox.Environment["CONTAINERS_STORAGE_CONF"] = storage;
            _sandbox.Environment["TMPDIR"] = Path.Join(folder, "tmp");
        }

        _sandbox.BusyboxBase().Write(
            "slipway.yml", $"prefix: e2e\nfolder: images\nimages:\n  {_sandbox.Name("app")}: {{ secrets: [token] }}\n");
    }

    private Task<ToolResult> BuildAsync(string engine, string value, params string[] options)
    {
        _sandbox.Environment["SECRET_TOKEN"] = value;
        return _sandbox.SlipwayAsync(
            ["build", _sandbox.Name("app"), "--engine", engine, "--secret", "id=token,env=SECRET_TOKEN", .. options]);
    }

    private Task<string> LogAsync() => _sandbox.CheckAsync("log", _sandbox.Name("app"));

    private async Task AssertNotInStoreAsync()
    {
        foreach (string file in Directory.EnumerateFiles(_sandbox.StoreFolder(), "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            if (bytes is [0x28, 0xb5, 0x2f, 0xfd, ..]) // https://www.rfc-editor.org/rfc/rfc8878#name-zstandard-frames
            {
                var plain = await Tool.RunAsync("zstd", ["-dcq", file]);
                Assert.Equal(0, plain.ExitCode);
                bytes = plain.Bytes;
            }

            string text = Encoding.Latin1.GetString(bytes);
            Assert.DoesNotContain(_old, text, StringComparison.Ordinal);
            Assert.DoesNotContain(_new, text, StringComparison.Ordinal);
        }
    }
}
