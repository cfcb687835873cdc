using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What nobody vouches for is not used, although it lies in the store of this machine.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class StatementEnforcementTests : IAsyncLifetime
{
    private const int Refused = 4;

    private readonly BuiltTree _tree = new();
    private readonly TempFolder _keys = new();
    private readonly SigningKey _key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
    private readonly SigningKey _stranger = SigningKey.Create(SigningAlgorithm.Ed25519);

    public async ValueTask InitializeAsync()
    {
        Key("release.key.pem", _key);
        Key("stranger.key.pem", _stranger);
        Policy("1: require");
        _tree.Image("base", "FROM scratch\nCOPY Dockerfile /\n").Image("app", "FROM base\nCOPY Dockerfile /app\n");
        await _tree.BuildAsync();
    }

    public ValueTask DisposeAsync()
    {
        _tree.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("load", "app")]
    [InlineData("export", "app", "-o", "{file}")]
    [InlineData("build", "app")]
    [InlineData("run", "app")]
    public async Task What_nobody_signed_is_used_by_no_command(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains("SLIP2215", run.Error, StringComparison.Ordinal);
        Assert.Contains("no signed statement", run.Error, StringComparison.Ordinal);
        Assert.Contains("trust attest app", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("file.tar")));
    }

    [Theory]
    [InlineData("export", "app", "-o", "{file}")]
    [InlineData("build", "app")]
    public async Task What_is_signed_by_a_listed_key_is_used(params string[] arguments)
    {
        await AttestAsync("base", "app");

        var run = await RunAsync(arguments);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain("SLIP22", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_named_by_build_by_namespace_or_by_digest_is_asked_too()
    {
        var listed = JsonNode.Parse((await RunAsync("list", "app", "--json")).Output)![0]!;
        string digest = (string)listed["digest"]!;
        string build = await BuildOfAsync("app");
        string[][] ways =
        [
            ["load", "--task-id", build], ["load", "app", "--digest", digest],
            ["load", "--namespace", "test.cache.level-1.docker.v2.app.latest"],
        ];
        foreach (string[] way in ways)
        {
            var run = await RunAsync(way);

            Assert.True(run.ExitCode == Refused, $"{string.Join(' ', way)}: {run.Output}{run.Error}");
            Assert.Contains("SLIP2215", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_images_that_nobody_signed_are_told_of_at_once()
    {
        _tree.Image("other", "FROM scratch\nCOPY Dockerfile /other\n");
        await _tree.BuildAsync();

        var run = await RunAsync("build", "app", "other");

        Assert.Equal(Refused, run.ExitCode);
        Assert.Contains("The images app and other are refused", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1: warn", 0, 1)]
    [InlineData("1: off", 0, 0)]
    [InlineData("3: require", 0, 0)]
    public async Task Only_what_the_level_asks_for_is_asked(string trust, int exit, int told)
    {
        Policy(trust);

        var run = await RunAsync("export", "app", "-o", "{file}");

        Assert.True(run.ExitCode == exit, run.Output + run.Error);
        Assert.Equal(told, Count(run.Error, "SLIP2215"));
        Assert.True(File.Exists(PathOf("file.tar")));
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_asked()
    {
        var run = await _tree.RunAsync("export", "app", "-o", PathOf("file.tar"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain("SLIP22", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_s_statement_is_none_and_does_not_hide_a_good_one()
    {
        await AttestAsync("stranger.key.pem", ["app"]);

        var refused = await RunAsync("export", "app", "-o", "{file}");
        await AttestAsync("app");
        var accepted = await RunAsync("export", "app", "-o", "{file}");

        Assert.Equal(Refused, refused.ExitCode);
        Assert.Contains("rule 8.2", refused.Error, StringComparison.Ordinal);
        Assert.True(accepted.ExitCode == 0, accepted.Output + accepted.Error);
    }

    [Theory]
    [InlineData("revoked: true", "8.3")]
    [InlineData("until: 2020-01-01", "8.3")]
    [InlineData("from: 2099-01-01", "8.3")]
    [InlineData("images: [other, t*]", "8.6")]
    [InlineData("repositories: [https://github.com/other/*]", "8.6")]
    [InlineData("builders: [https://ci.example.org]", "8.6")]
    public async Task A_key_that_does_not_count_for_it_is_refused(string limit, string rule)
    {
        await AttestAsync("app");
        Policy("1: require", limit);

        var run = await RunAsync("export", "app", "-o", "{file}");

        Assert.Equal(Refused, run.ExitCode);
        Assert.Contains($"rule {rule}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_of_a_lower_level_does_not_count_at_a_higher_one()
    {
        // The same image, built at level 1 and signed as that, and then built at level 3 and not signed.
        await AttestAsync("app");
        await _tree.BuildAsync(options: ["--level", "3"]);
        Policy("3: require");

        var run = await RunAsync("export", "app", "--level", "3", "-o", "{file}");

        Assert.Equal(Refused, run.ExitCode);
        Assert.Contains("built at level-1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_leads_to_another_image_that_is_signed_is_refused()
    {
        await AttestAsync("base", "app");
        string hash = ((string)JsonNode.Parse((await AttestOneAsync("base")).Output)!["digest"]!)["sha256:".Length..];
        int changed = _tree.Forge($"UPDATE builds SET image_hash = x'{hash}' WHERE image = 'app'");
        int led = _tree.Forge(
            $"UPDATE index_entries SET data = json_set(data, '$.imageHash', '{hash}') WHERE namespace LIKE '%.app.%'");

        var run = await RunAsync("export", "app", "-o", "{file}");

        Assert.True(changed > 0 && led > 0);
        Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains("rule 8.9", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_or_a_build_of_an_image_leads_to_no_other_image_whatever_is_recorded_there()
    {
        const string Latest = "test.cache.level-1.docker.v2.app.latest";
        const string Other = "FROM index_entries WHERE namespace LIKE '%.other.latest'";
        _tree.Image("other", "FROM scratch\nCOPY Dockerfile /other\n");
        await _tree.BuildAsync();
        await AttestAsync("base", "app", "other");
        string build = await BuildOfAsync("other");
        Assert.Equal(0, (await RunAsync("export", "--namespace", Latest, "-o", "{file}")).ExitCode);
        Assert.Equal(1, _tree.Forge(
            $"UPDATE index_entries SET build = (SELECT build {Other}), "
            + $"data = json_set((SELECT data {Other}), '$.image', 'app') WHERE namespace = '{Latest}'"));
        Assert.NotEqual(0, _tree.Forge("UPDATE builds SET image = 'app' WHERE image = 'other'"));

        foreach (string[] way in (string[][])
            [["export", "--namespace", Latest, "-o", "{file}"], ["export", "--task-id", build, "-o", "{file}"]])
        {
            File.Delete(PathOf("file.tar"));
            var run = await RunAsync(way);

            Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
            Assert.Contains("rule 8.9", run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(PathOf("file.tar")));
        }

        var verdict = await RunAsync("trust", "verify", Latest);
        Assert.True(verdict.ExitCode == Refused, verdict.Output + verdict.Error);
        Assert.Contains("refused by rule 8.9", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_list_of_the_policy_does_not_have_is_refused_even_with_a_warning()
    {
        await AttestAsync("app");
        Policy("1: warn", list: $"built-images:\n  app:\n    - {{hash: sha256:{new string('a', 64)}, by: me, "
            + "on: 2026-11-01, why: looked at}\n");

        var run = await RunAsync("export", "app", "-o", "{file}");

        Assert.Equal(Refused, run.ExitCode);
        Assert.Contains("SLIP2212", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build", "top", "--force")]
    [InlineData("run", "top")]
    [InlineData("build", "above")]
    public async Task Nothing_is_built_that_would_be_used_unsigned(params string[] arguments)
    {
        await AttestAsync("base", "app");
        _tree.Image("top", "FROM app\nCOPY Dockerfile /top\n").Image("above", "FROM top\nCOPY Dockerfile /above\n");

        var run = await RunAsync(arguments);

        if (arguments is ["build", "top", ..])
        {
            // Nothing uses it in this run: it is built, where there is an engine, and not signed.
            Assert.DoesNotContain("SLIP2217", run.Error, StringComparison.Ordinal);
            return;
        }

        Assert.True(run.ExitCode == Refused, run.Output + run.Error);
        Assert.Contains("SLIP2217: top would be built", run.Error, StringComparison.Ordinal);
        Assert.Contains("slipway build top --sign", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_signs_what_was_built_here_before_it_is_asked_for()
    {
        var run = await RunAsync("build", "app", "--sign", "--signing-key", PathOf("release.key.pem"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("Signed: app", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_with_a_key_that_nobody_lists_is_refused_too()
    {
        var run = await RunAsync("build", "app", "--sign", "--signing-key", PathOf("stranger.key.pem"));

        Assert.True(run.ExitCode == Refused, run.Output + run.Error);
        Assert.Contains("rule 8.2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_is_remembered_for_this_policy_and_cannot_be_forged()
    {
        await AttestAsync("app");
        Assert.Equal(0, (await RunAsync("export", "app", "-o", "{file}")).ExitCode);
        string note = Assert.Single(Directory.GetFiles(Path.Join(_tree.Home, "trust"), "statement-*.json"));

        // Without the statement it still is what was verified, and no longer once the note says something else.
        _tree.Forge("DELETE FROM statements");
        var remembered = await RunAsync("export", "app", "-o", "{file}");
        var said = JsonNode.Parse(await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken))!;
        said["until"] = $"{long.Parse((string)said["until"]!) + 60}";
        await File.WriteAllTextAsync(note, said.ToJsonString(), TestContext.Current.CancellationToken);
        var forged = await RunAsync("export", "app", "-o", "{file}");

        Assert.True(remembered.ExitCode == 0, remembered.Output + remembered.Error);
        Assert.Equal(Refused, forged.ExitCode);
        Policy("1: require", "level: 3");
        Assert.Equal(Refused, (await RunAsync("export", "app", "-o", "{file}")).ExitCode);
    }

    private string PathOf(string file) => Path.Join(_keys.Path, file);

    private void Key(string file, SigningKey key)
    {
        _keys.Write(file, key.Pem);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private void Policy(string trust, string more = "", string list = "") => _keys.Write(
        "policy.yml",
        $"trust: {{{trust}}}\n"
        + $"signers: [{{name: release, key: {_key.Key.Text}{(more.Length > 0 ? $", {more}" : "")}}}]\n"
        + list);

    private Task<CliRun> RunAsync(params string[] arguments)
    {
        File.Delete(PathOf("file.tar"));
        return _tree.RunAsync(
        [
            .. arguments.Select(argument => argument.Replace("{file}", PathOf("file.tar"), StringComparison.Ordinal)),
            "--policy", PathOf("policy.yml"),
        ]);
    }

    private Task AttestAsync(params string[] images) => AttestAsync("release.key.pem", images);

    private async Task AttestAsync(string key, string[] images)
    {
        foreach (string image in images)
        {
            var run = await _tree.RunAsync("trust", "attest", image, "--signing-key", PathOf(key));
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }
    }

    private Task<CliRun> AttestOneAsync(string image) =>
        _tree.RunAsync("trust", "attest", image, "--signing-key", PathOf("release.key.pem"), "--json");

    private async Task<string> BuildOfAsync(string image) => (string)JsonNode.Parse(
        (await _tree.RunAsync("history", image, "--json")).Output)![0]!["build"]!;

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
