using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Vouching;

/// <summary>What lies in the store of this machine is used only when somebody vouches for it.</summary>
public sealed class VouchedStoreTests : IAsyncLifetime
{
    private readonly SignedSandbox _signed = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await _signed.PrepareAsync();
    }

    public ValueTask DisposeAsync() => _signed.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_signed_whom_the_policy_lists_is_used_by_no_command(bool isSignedByStranger)
    {
        await _signed.BuildAsync(isSignedByStranger ? _signed.Stranger : null);

        await _signed.RefuseAsync("SLIP2215", "load", _signed.App);
        await _signed.RefuseAsync("SLIP2215", "run", _signed.App, "--", "/bin/true");
        await _signed.RefuseAsync("SLIP2215", "build", _signed.App);
        // The parent, of an image that has to be built.
        _signed.Sandbox.Image("app", "FROM {base}\nRUN echo another > /app\n");
        var refused = await _signed.RefuseAsync("SLIP2215", "build", _signed.App);
        Assert.Contains(_signed.Base, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_is_loaded_run_and_built_on()
    {
        await _signed.BuildAsync(_signed.Key);

        await _signed.Sandbox.CheckAsync("load", _signed.App);
        await _signed.Sandbox.CheckAsync("run", _signed.App, "--", "/bin/sh", "-c", "test -f /app");
        _signed.Sandbox.Image("app", "FROM {base}\nRUN echo another > /app\n");
        var built = await _signed.Sandbox.BuildAsync(_signed.App);
        Assert.Equal("built", built["app"]);
        // It was built and not signed, so it is there, and not used.
        await _signed.Sandbox.EmptyEngineAsync();
        await _signed.RefuseAsync("SLIP2215", "load", _signed.App);
        await _signed.Sandbox.CheckAsync("trust", "attest", _signed.App, "--signing-key", _signed.Key);
        await _signed.Sandbox.CheckAsync("load", _signed.App);
    }

    [Fact]
    public async Task What_a_command_builds_and_uses_has_to_be_signed_by_it()
    {
        await _signed.RefuseAsync("SLIP2217", "build", _signed.App);
        await _signed.RefuseAsync("SLIP2217", "run", _signed.Base, "--", "/bin/true");

        await _signed.Sandbox.CheckAsync("build", _signed.App, "--sign", "--signing-key", _signed.Key);

        await _signed.Sandbox.EmptyEngineAsync();
        await _signed.Sandbox.CheckAsync("run", _signed.App, "--", "/bin/sh", "-c", "test -f /app");
    }

    [Fact]
    public async Task A_build_that_is_signed_by_a_stranger_leaves_nothing_that_could_be_used()
    {
        var refused = await _signed.RefuseAsync(
            "SLIP2215", "build", _signed.App, "--sign", "--signing-key", _signed.Stranger);

        Assert.Contains("rule 8.2", refused.Error, StringComparison.Ordinal);
        Assert.Contains("The image was not kept.", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"trust verify {_signed.Base}", refused.Error, StringComparison.Ordinal);
        var plan = await _signed.Sandbox.PlanAsync(_signed.App);
        Assert.Equal(("build", "build"), (plan["base"], plan["app"]));
    }

    [Fact]
    public async Task A_build_whose_signing_fails_leaves_nothing_that_could_be_used()
    {
        var failed = await _signed.Sandbox.SlipwayAsync(
            "build", _signed.App, "--sign", "--signing-key", "command:false", "--public-key", _signed.PublicKey);

        Assert.NotEqual(0, failed.ExitCode);
        await _signed.AssertEmptyAsync();
    }

    [Fact]
    public async Task An_archive_is_taken_in_when_a_statement_beside_it_vouches_for_its_image()
    {
        await _signed.BuildAsync(_signed.Key);
        string archive = Path.Join(Path.GetDirectoryName(_signed.Policy)!, "app.tar");
        string statement = $"{archive}.sigstore.json";
        await _signed.Sandbox.CheckAsync("export", _signed.App, "-o", archive);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", _signed.App, "--signing-key", _signed.Key, "-o", statement);
        await _signed.Sandbox.EmptyEngineAsync();

        // Another machine, which knows nothing.
        _signed.Sandbox.Home = Path.Join(Path.GetDirectoryName(_signed.Policy)!, "newcomer");
        File.Move(statement, $"{statement}.away");
        await _signed.RefuseAsync("SLIP2215", "import", archive, "vouched:1");
        File.Move($"{statement}.away", statement);
        // It is vouched for, and is not what the tree has under that name.
        var other = await _signed.RefuseAsync("SLIP2215", "import", archive, _signed.Base);
        Assert.Contains("rule 8.9", other.Error, StringComparison.Ordinal);
        await _signed.Sandbox.CheckAsync("import", archive, "vouched:1");
        await Tool.CheckAsync("docker", "rmi", "vouched:1");
    }

    [Fact]
    public async Task A_task_builds_on_a_file_when_a_statement_beside_it_vouches_for_its_image()
    {
        string folder = Path.GetDirectoryName(_signed.Policy)!;
        string parent = Path.Join(folder, "base.tar");
        string statement = $"{parent}.sigstore.json";
        await _signed.BuildAsync(_signed.Key);
        await _signed.Sandbox.CheckAsync("export", _signed.Base, "-o", parent);
        await _signed.Sandbox.EmptyEngineAsync();
        string context = Path.Join(folder, "context.tar");
        Directory.CreateDirectory(Path.Join(folder, "context"));
        await File.WriteAllTextAsync(
            Path.Join(folder, "context", "Dockerfile"),
            "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nLABEL of=task\n",
            Cancel);
        // Docker's client up to 20.10 takes an archive that begins with an extended header for a Dockerfile.
        await Tool.CheckAsync(
            "tar", "--format=ustar", "-C", Path.Join(folder, "context"), "-cf", context, "Dockerfile");
        _signed.Sandbox.Environment["IMAGE_NAME"] = "on-file";
        _signed.Sandbox.Environment["HASH"] = Convert.ToHexStringLower(
            SHA256.HashData(await File.ReadAllBytesAsync(context, Cancel)));
        string output = Path.Join(folder, "out.tar.zst");
        string[] build = ["build-task", "--context", context, "--parent", parent, "-o", output];

        // Which level a task has nobody vouches for: the strictest line of the policy counts.
        await _signed.RefuseAsync("SLIP2215", build);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", _signed.Base, "--signing-key", _signed.Stranger, "-o", statement);
        await _signed.RefuseAsync("SLIP2215", build);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", _signed.App, "--signing-key", _signed.Key, "-o", statement);
        await _signed.RefuseAsync("SLIP2215", build);
        Assert.False(File.Exists(output));
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", _signed.Base, "--signing-key", _signed.Key, "-o", statement);

        await _signed.Sandbox.CheckAsync(build);

        Assert.True(File.Exists(output));
        await _signed.AssertEmptyAsync();
    }

    [Fact]
    public async Task A_latest_of_the_store_may_not_lead_back()
    {
        string latest = $"e2e.cache.level-1.docker.v2.{_signed.App}.latest";
        await _signed.Sandbox.CheckAsync(
            "build", _signed.App, "--sign", "--signing-key", _signed.Key, "--pushdate", "20260102000000");
        await _signed.Sandbox.CheckAsync("load", "--namespace", latest);
        await _signed.Sandbox.EmptyEngineAsync();
        await _signed.Sandbox.CheckAsync("index", "delete", latest);
        _signed.Sandbox.Image("app", "FROM {base}\nRUN echo older > /app\n");
        await _signed.Sandbox.CheckAsync(
            "build", _signed.App, "--sign", "--signing-key", _signed.Key, "--pushdate", "20260101000000");
        await _signed.Sandbox.EmptyEngineAsync();

        await _signed.RefuseAsync("SLIP2211", "load", "--namespace", latest);
        var judged = await _signed.Sandbox.SlipwayAsync("trust", "verify", latest);
        Assert.Equal(4, judged.ExitCode);
        Assert.Contains("7.30", judged.Output, StringComparison.Ordinal);

        await _signed.Sandbox.CheckAsync("load", "--namespace", latest, "--allow-older");
    }

    [Fact]
    public async Task A_build_of_an_older_commit_is_signed_with_that_commit()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("remote", "add", "origin", "https://me:secret@example.org/tree.git");
        string built = await CommitAsync();
        await _signed.FreelyAsync("build", _signed.Base);
        _signed.Sandbox.Write("later", "later");
        string later = await CommitAsync();
        string file = Path.Join(_signed.Sandbox.Tree, "..", "says.json");

        await _signed.Sandbox.CheckAsync(
            "trust", "attest", _signed.Base, "--signing-key", _signed.Key, "-o", file);

        var bundle = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        string says = Encoding.UTF8.GetString(Convert.FromBase64String((string)bundle["dsseEnvelope"]!["payload"]!));
        Assert.Contains("git+https://example.org/tree.git", says, StringComparison.Ordinal);
        Assert.Contains(built, says, StringComparison.Ordinal);
        Assert.DoesNotContain(later, says, StringComparison.Ordinal);
        Assert.DoesNotContain("slipway:changed", says, StringComparison.Ordinal);
    }

    private async Task<string> CommitAsync()
    {
        await GitAsync("add", "--all");
        await GitAsync(
            "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "change");
        return await GitAsync("rev-parse", "HEAD");
    }

    private Task<string> GitAsync(params string[] arguments) =>
        Tool.CheckAsync("git", ["-C", _signed.Sandbox.Tree, .. arguments]);

    [Fact]
    public async Task With_a_warning_everything_is_used_and_each_image_told_of_once()
    {
        await _signed.BuildAsync(null);
        await _signed.WritePolicyAsync("1: warn");

        var run = await _signed.Sandbox.SlipwayAsync("run", _signed.App, "--", "/bin/true");

        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal(2, run.Error.Split("SLIP2215").Length);
    }
}
