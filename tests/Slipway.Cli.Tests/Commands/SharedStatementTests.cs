using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What is signed of images that machines share, where others than the signer may write too.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class SharedStatementTests : IAsyncLifetime
{
    private const int Refused = 4;
    private const string Repository = "ci/level-1/app";

    private readonly BuiltTree _tree = new();
    private readonly TempFolder _keys = new();
    private readonly SigningKey _key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
    private RealRegistry? _registry;

    public async ValueTask InitializeAsync()
    {
        _registry = await RealRegistry.StartAsync();
        _keys.Write("release.key.pem", _key.Pem);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf("release.key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Policy("require");
        _tree.Write(
                "slipway.yml",
                "prefix: test\nfolder: images\nbackend: registry\n"
                + $"registry-backend: {Registry.Host}/ci\n")
            .Image("app", "FROM scratch\nCOPY Dockerfile /app\n");
        await _tree.BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _tree.Dispose();
        _keys.Dispose();
        await Registry.DisposeAsync();
    }

    private RealRegistry Registry => _registry!;

    private string Elsewhere => Path.Join(_keys.Path, "elsewhere");

    [Fact]
    public async Task What_resolve_gives_is_what_the_signer_spoke_of()
    {
        await ShareAsync();

        string reference = await ResolveAsync();
        var verdict = await RunAsync("trust", "verify", reference, "--json");

        Assert.True(verdict.ExitCode == 0, verdict.Output + verdict.Error);
        Assert.Contains("which is asked for", Said(verdict, "8.9"), StringComparison.Ordinal);
        Assert.Contains(reference.Split('@')[1], Said(verdict, "8.5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_layer_behind_the_config_that_was_signed_is_resolved_by_nobody()
    {
        await ShareAsync();
        string tag = await TagAsync();
        string evil = await Registry.ReplaceLayerAsync(Repository, tag);
        _tree.Write("task.yml", "image: '{{#docker_image}}app{{/docker_image}}'\n");

        foreach (string[] way in (string[][])
            [["resolve", "--image", "app"], ["resolve", Path.Join(_tree.Root, "task.yml")]])
        {
            var run = await ElsewhereAsync(way);

            Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
            Assert.Contains("rule 8.5", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(evil, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_is_made_to_sign_another_layer()
    {
        await ShareAsync();
        string tag = await TagAsync();
        string evil = await Registry.ReplaceLayerAsync(Repository, tag);

        var attested = await SignAsync("trust", "attest", $"{Registry.Host}/{Repository}@{evil}");
        // What the registry said before is not gone by for ever.
        _tree.Forge("DELETE FROM registry_answers");
        var named = await SignAsync("trust", "attest", "app");
        _tree.Forge("DELETE FROM registry_answers");
        var built = await SignAsync("build", "app", "--sign");
        var resolved = await ElsewhereAsync("resolve", "--image", "app");

        Assert.Contains("SLIP2226", attested.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, attested.ExitCode);
        Assert.Contains("not the layers", named.Error, StringComparison.Ordinal);
        Assert.Contains("not the layers", built.Error, StringComparison.Ordinal);
        Assert.Equal(Refused, resolved.ExitCode);
    }

    [Fact]
    public async Task A_signed_build_of_other_inputs_is_not_resolved_as_what_the_tree_has()
    {
        await ShareAsync();
        string tag = await TagAsync();
        _tree.Image("app", "FROM scratch\nCOPY Dockerfile /other\n");
        await _tree.BuildAsync();
        await ShareAsync();
        string other = await TagAsync();
        var moved = JsonNode.Parse((await Registry.ReadAsync($"{Repository}:{other}")).Content.Span)!;
        moved["annotations"]!["dev.slipway.digest"] = tag["hash.".Length..];
        string digest = await Registry.PutAsync(Repository, tag, moved);
        // Whose layers are all genuine; what it says of its inputs is not.
        var attested = await SignAsync("trust", "attest", $"{Registry.Host}/{Repository}@{digest}");
        Assert.True(attested.ExitCode == Refused, attested.Output + attested.Error);
        Assert.Contains("SLIP2226", attested.Error, StringComparison.Ordinal);
        _tree.Image("app", "FROM scratch\nCOPY Dockerfile /app\n");

        var run = await ElsewhereAsync("resolve", "--image", "app");
        var verified = await RunAsync("trust", "verify", $"{Registry.Host}/{Repository}:{tag}");

        Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains("SLIP2215", run.Error, StringComparison.Ordinal);
        Assert.Equal(Refused, verified.ExitCode);
    }

    [Fact]
    public async Task A_namespace_is_judged_where_the_registry_has_it_and_for_the_level_of_its_place()
    {
        await ShareAsync();
        const string Latest = "test.cache.level-1.docker.v2.app.latest";
        var good = await ElsewhereAsync("trust", "verify", Latest);
        string manifest = (await Registry.ReadAsync($"{Repository}:latest")).Descriptor.Digest.ToOciString();
        await Registry.CopyAsync($"{Registry.Host}/{Repository}@{manifest}", "ci/level-3/app", "latest");
        await SignAsync("trust", "attest", $"{Registry.Host}/ci/level-3/app:latest");

        var higher = await RunAsync("trust", "verify", $"{Registry.Host}/ci/level-3/app:latest");

        Assert.True(good.ExitCode == 0, good.Output + good.Error);
        Assert.True(higher.ExitCode == Refused, higher.Output + higher.Error);
        Assert.Contains("asked for at level-3", higher.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_gone_when_it_is_judged_does_not_stop_the_others()
    {
        _tree.Image("lint", "FROM scratch\nCOPY Dockerfile /lint\n");
        await _tree.BuildAsync();
        await ShareAsync();
        Assert.Equal(0, (await SignAsync("build", "lint", "--sign")).ExitCode);
        var before = await ElsewhereAsync("trust", "verify", "--all");
        await Registry.DeleteAsync(Repository, await TagAsync());

        var run = await ElsewhereAsync("trust", "verify", "--all", "--json");
        var images = JsonNode.Parse(run.Output)!["images"]!.AsArray();

        Assert.True(before.ExitCode == 0, before.Output + before.Error);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("refused", (string)JsonNode.Parse(run.Output)!["verdict"]!);
        Assert.NotNull(images.Single(image => (string)image!["image"]! == "app")!["problem"]);
        Assert.Equal(
            "accepted", (string)images.Single(image => (string)image!["image"]! == "lint")!["trust"]!["verdict"]!);
    }

    [Fact]
    public async Task Many_tags_that_lead_to_nothing_do_not_hide_what_was_signed()
    {
        await ShareAsync();
        var manifest = await Registry.ReadAsync($"{Repository}:{await TagAsync()}");
        string subject = manifest.Descriptor.Digest.ToString();
        var junk = JsonNode.Parse(manifest.Content.Span)!;
        for (int i = 0; i < 250; i++)
        {
            await Registry.PutAsync(Repository, $"sha256-{subject}.slipway-{i:D32}", junk);
        }

        await Registry.DeleteListsAsync(Repository);

        var run = await ElsewhereAsync("resolve", "--image", "app");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Theory]
    [InlineData("trust", "attest", "app")]
    [InlineData("build", "app", "--sign")]
    public async Task A_statement_that_got_lost_is_laid_again_and_that_is_said(params string[] command)
    {
        await ShareAsync();
        await Registry.DeleteStatementsAsync(Repository);
        Assert.Equal(Refused, (await ElsewhereAsync("resolve", "--image", "app")).ExitCode);

        var run = await SignAsync(command);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("laid there again", run.Output + run.Error, StringComparison.Ordinal);
        await ResolveAsync();
        var again = await SignAsync(command);
        Assert.DoesNotContain("laid there again", again.Output + again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_is_of_one_image_and_leads_to_no_other_that_is_signed()
    {
        _tree.Image("pub", "FROM scratch\nCOPY Dockerfile /pub\n")
            .Write("images/pub/VERSION", "1.0\n")
            .Write("images/pub/REGISTRY", $"{Registry.Host}/pubs\n");
        await ShareAsync();
        string reference = await ResolveAsync();
        string at = reference.Split('/', 2)[1].Split('@')[0];
        await Registry.CopyAsync(reference, "pubs/pub", "1.0");
        await Registry.CopyAsync(reference, "anywhere", "1.0");
        await SignAsync("trust", "attest", $"{Registry.Host}/pubs/pub:1.0");
        await SignAsync("trust", "attest", $"{Registry.Host}/anywhere:1.0");

        var known = await RunAsync("trust", "verify", $"{Registry.Host}/pubs/pub:1.0");
        var unknown = await RunAsync("trust", "verify", $"{Registry.Host}/anywhere:1.0");

        Assert.Equal(Repository, at);
        Assert.True(known.ExitCode == Refused, known.Output + known.Error);
        Assert.Contains("and pub, which is asked for", known.Output, StringComparison.Ordinal);
        Assert.True(unknown.ExitCode == 0, unknown.Output + unknown.Error);
        Assert.Contains("not checked: 8.9", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_only_judged_does_not_come_into_the_store()
    {
        await ShareAsync();
        await Registry.DeleteStatementsAsync(Repository);

        var run = await ElsewhereAsync("trust", "verify", "app");

        Assert.True(run.ExitCode == Refused, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.NotEmpty(BlobsOf(_tree.Home));
        Assert.Empty(BlobsOf(Elsewhere));
    }

    private static string[] BlobsOf(string home) => Directory.Exists(Path.Join(home, "oci", "blobs"))
        ? Directory.GetFiles(Path.Join(home, "oci", "blobs"), "*", SearchOption.AllDirectories)
        : [];

    private string PathOf(string file) => Path.Join(_keys.Path, file);

    private void Policy(string trust) => _keys.Write(
        "policy.yml", $"trust: {{1: {trust}}}\nsigners: [{{name: release, key: {_key.Key.Text}}}]\n");

    /// <summary>Shares what is built, and signs it.</summary>
    private async Task ShareAsync()
    {
        var run = await SignAsync("build", "app", "--sign");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private async Task<string> TagAsync() =>
        $"hash.{(string)JsonNode.Parse((await _tree.RunAsync("hash", "app", "--json")).Output)![0]!["digest"]!}";

    private async Task<string> ResolveAsync()
    {
        var run = await ElsewhereAsync("resolve", "--image", "app");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run.Output.Trim();
    }

    private Task<CliRun> SignAsync(params string[] arguments) =>
        RunAsync([.. arguments, "--signing-key", PathOf("release.key.pem")]);

    private Task<CliRun> RunAsync(params string[] arguments) =>
        _tree.RunAsync([.. arguments, "--policy", PathOf("policy.yml")]);

    /// <summary>As another machine, which has nothing but the tree.</summary>
    private Task<CliRun> ElsewhereAsync(params string[] arguments) => CliRun.RunAsync(
        [.. arguments, "--policy", PathOf("policy.yml"), "--root", _tree.Root, "--home", Elsewhere]);

    private static string Said(CliRun run, string rule) => string.Join(
        '\n',
        JsonNode.Parse(run.Output)!["links"]!.AsArray()
            .SelectMany(link => link!["checks"]!.AsArray())
            .Where(check => (string)check!["rule"]! == rule)
            .Select(check => (string)check!["text"]!));
}
