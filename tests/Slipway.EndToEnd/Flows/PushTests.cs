using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>Registry images on their way into a real registry, and what other tools make of them there.</summary>
public sealed class PushTests(LocalRegistry registry) : IClassFixture<LocalRegistry>, IAsyncLifetime
{
    private const int Refused = 4;

    private readonly Sandbox _sandbox = new();

    private string Base => _sandbox.Name("base");

    private string Reference => $"{registry.Host}/{Base}";

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await LocalRegistry.RequireAsync();
        _sandbox.BusyboxBase().Write("images/REGISTRY", registry.Host + "\n");
        Publish("base", "1.0");
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task What_was_pushed_is_pinned_and_other_tools_pull_it_under_the_image_hash_that_was_printed()
    {
        var pushed = Only(await _sandbox.JsonAsync("push", Base));

        string repoDigest = (string)pushed["repoDigest"]!;
        Assert.Equal(repoDigest + "\n", Hash("base"));
        Assert.Equal(repoDigest, await registry.DigestOfAsync(Base, "1.0"));
        Assert.Equal(await _sandbox.CheckAsync("hash", Base), (string)pushed["contextHash"]!);
        Assert.Contains(
            "dev.slipway.digest",
            await Tool.CheckAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{Reference}:1.0"),
            StringComparison.Ordinal);

        await _sandbox.EmptyEngineAsync();
        await Tool.CheckAsync("docker", "pull", "--quiet", $"{Reference}@{repoDigest}");
        string id = await Tool.CheckAsync("docker", "inspect", "--format", "{{.Id}}", $"{Reference}@{repoDigest}");
        await Tool.RunAsync("docker", ["rmi", "-f", id], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((string)pushed["imageHash"]!, id);
    }

    [Fact]
    public async Task The_manifest_says_what_it_was_built_from_and_the_config_does_not()
    {
        string commit = new('a', 40);
        await Tool.CheckAsync("git", "-C", _sandbox.Tree, "init", "--quiet");
        await Tool.CheckAsync(
            "git", "-C", _sandbox.Tree, "remote", "add", "origin", "https://me:secret@example.com/tree.git");

        await _sandbox.CheckAsync("push", Base, "--revision", commit);

        var annotations = JsonNode.Parse(await InspectAsync("--raw"))!["annotations"]!;
        Assert.Equal(commit, (string)annotations["org.opencontainers.image.revision"]!);
        Assert.Equal("https://example.com/tree.git", (string)annotations["org.opencontainers.image.source"]!);
        Assert.Matches(@"\A[0-9-]{10}T[0-9:.]+Z\z", (string)annotations["org.opencontainers.image.created"]!);
        Assert.DoesNotContain("opencontainers", await InspectAsync("--config"), StringComparison.Ordinal);

        Task<string> InspectAsync(string what) =>
            Tool.CheckAsync("skopeo", "inspect", what, "--tls-verify=false", $"docker://{Reference}:1.0");
    }

    [Fact]
    public async Task Pushing_the_same_content_again_is_no_work_also_for_a_store_that_never_had_it()
    {
        await _sandbox.CheckAsync("push", Base);
        string digest = await _sandbox.CheckAsync("hash", Base);
        string elsewhere = Path.Join(_sandbox.Tree, "..", "other-home");

        var here = Only(await _sandbox.JsonAsync("push", Base));
        var there = Only(await _sandbox.JsonAsync("push", Base, "--home", elsewhere));

        Assert.Equal(("keep", 0L), ((string)here["action"]!, (long)here["bytesSent"]!));
        Assert.Equal(here["repoDigest"]!.ToString(), there["repoDigest"]!.ToString());
        Assert.Equal(here["imageHash"]!.ToString(), there["imageHash"]!.ToString());
        Assert.Equal(digest, await _sandbox.CheckAsync("hash", Base));
        Assert.Equal(["reuse"], (await _sandbox.PlanAsync()).Values);
    }

    [Fact]
    public async Task A_version_does_not_move()
    {
        await _sandbox.CheckAsync("push", Base);
        string pinned = Hash("base");
        _sandbox.Write($"images/{Base}/more", "more");

        var refused = await _sandbox.SlipwayAsync("push", Base);

        Assert.Equal(Refused, refused.ExitCode);
        Assert.Contains("SLIP1752", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"images/{Base}/VERSION:1", refused.Error, StringComparison.Ordinal);
        Assert.Equal(pinned, Hash("base"));
        Assert.Equal(pinned.Trim(), await registry.DigestOfAsync(Base, "1.0"));

        Publish("base", "1.1");
        await _sandbox.CheckAsync("push", Base);
        Assert.Equal(pinned.Trim(), await registry.DigestOfAsync(Base, "1.0"));
        Assert.Equal(Hash("base").Trim(), await registry.DigestOfAsync(Base, "1.1"));
    }

    [Fact]
    public async Task Building_a_published_version_anew_does_not_move_it()
    {
        await _sandbox.CheckAsync("push", Base);

        var refused = await _sandbox.SlipwayAsync("push", Base, "--force");

        Assert.Equal(Refused, refused.ExitCode);
        Assert.Contains("SLIP1752", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_of_a_published_image_moves_only_its_own_layers()
    {
        long whole = (long)Only(await _sandbox.JsonAsync("push", Base))["bytesSent"]!;
        Child();

        var child = Only(await _sandbox.JsonAsync("push", _sandbox.Name("child")));

        Assert.Equal(2, (int)child["blobsSent"]!);
        Assert.Equal(2, (int)child["blobsMounted"]!);
        Assert.InRange((long)child["bytesSent"]!, 1, whole / 100);
    }

    [Fact]
    public async Task A_store_that_lost_its_memory_recognises_the_layers_of_what_HASH_pins()
    {
        await _sandbox.CheckAsync("push", Base);
        Child();
        await _sandbox.CheckAsync("build");
        string database = Path.Join(_sandbox.Variables()["SLIPWAY_HOME"], "index.db");
        await using (
            var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var forget = connection.CreateCommand();
            forget.CommandText = "DELETE FROM packed_layers";
            Assert.NotEqual(0, await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, (int)Only(await _sandbox.JsonAsync("push", _sandbox.Name("child")))["blobsMounted"]!);
    }

    [Fact]
    public async Task No_version_is_set_before_everything_of_all_images_is_there()
    {
        Child();
        await _sandbox.CheckAsync("build");
        DamageSmallestLayer();

        var failed = await _sandbox.SlipwayAsync("push", Base, _sandbox.Name("child"));

        Assert.Equal(Refused, failed.ExitCode);
        Assert.Contains("SLIP14", failed.Error, StringComparison.Ordinal);
        Assert.Null(await registry.DigestOfAsync(Base, "1.0"));
        Assert.Null(await registry.DigestOfAsync(_sandbox.Name("child"), "2.0"));
        Assert.False(File.Exists(HashPath("base")));
    }

    [Fact]
    public async Task Of_two_pushes_of_one_version_at_once_one_wins_and_the_other_is_told()
    {
        await using var rival = new Sandbox();
        rival.Write("images/REGISTRY", registry.Host + "\n");
        CopyImage(rival);
        rival.Write($"images/{Base}/rival", "other content\n");
        await _sandbox.CheckAsync("build");
        await rival.CheckAsync("build");

        var results = await Task.WhenAll(_sandbox.SlipwayAsync("push", Base), rival.SlipwayAsync("push", Base));

        Assert.Equal([0, Refused], results.Select(result => result.ExitCode).Order());
        var (winner, loser) = results[0].ExitCode == 0 ? (_sandbox, rival) : (rival, _sandbox);
        Assert.Equal(
            (
                await File.ReadAllTextAsync(
                    Path.Join(winner.Tree, "images", Base, "HASH"), TestContext.Current.CancellationToken)).Trim(),
            await registry.DigestOfAsync(Base, "1.0"));
        Assert.False(File.Exists(Path.Join(loser.Tree, "images", Base, "HASH")));

    }

    [Fact]
    public async Task A_plan_says_what_would_be_done_and_does_nothing()
    {
        var plan = Only(await _sandbox.JsonAsync("push", Base, "--plan"));

        Assert.Equal(("push", true), ((string)plan["action"]!, (bool)plan["build"]!));
        Assert.Null(await registry.DigestOfAsync(Base, "1.0"));
        Assert.Equal(["build"], (await _sandbox.PlanAsync()).Values);
    }

    [Fact]
    public async Task What_is_pushed_can_be_allowed_in_the_same_step_and_check_agrees()
    {
        _sandbox.Write("slipway.yml", "prefix: e2e\nfolder: images\nprotected-levels: [3]\n")
            .Image("child", $"FROM {Reference}:1.0\n");
        await _sandbox.CheckAsync("push", Base);
        var refused = await _sandbox.SlipwayAsync("check", "--level", "3", _sandbox.Name("child"));

        var pushed = Only(
            await _sandbox.JsonAsync("push", Base, "--allow", "--why", "first version", "--by", "tests@example.org"));

        Assert.Equal(Refused, refused.ExitCode);
        Assert.Contains("SLIP1817", refused.Output, StringComparison.Ordinal);
        string allowlist = await File.ReadAllTextAsync(
            Path.Join(_sandbox.Tree, "trust", "allowlist.yml"), TestContext.Current.CancellationToken);
        Assert.Contains((string)pushed["imageHash"]!, allowlist, StringComparison.Ordinal);
        Assert.Contains("first version", allowlist, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "SLIP1817",
            (await _sandbox.SlipwayAsync("check", "--level", "3", _sandbox.Name("child"))).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_can_be_sent_as_the_store_has_them()
    {
        await _sandbox.CheckAsync("push", Base, "--compression", "zstd");

        string raw = await Tool.CheckAsync(
            "skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{Reference}:1.0");

        Assert.Contains("tar+zstd", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("tar+gzip", raw, StringComparison.Ordinal);
        string copy = Path.Join(_sandbox.Tree, "..", "copy");
        await Tool.CheckAsync("skopeo", "copy", "--src-tls-verify=false", $"docker://{Reference}:1.0", $"oci:{copy}:x");
    }

    [Fact]
    public async Task A_task_image_is_not_published()
    {
        _sandbox.Image("task", "FROM {base}\n");

        var refused = await _sandbox.SlipwayAsync("push", _sandbox.Name("task"));

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("SLIP1750", refused.Error, StringComparison.Ordinal);
    }

    private static System.Text.Json.Nodes.JsonNode Only(System.Text.Json.Nodes.JsonNode document) =>
        Assert.Single(document["images"]!.AsArray())!;

    private void Publish(string image, string version) =>
        _sandbox.Write($"images/{_sandbox.Name(image)}/VERSION", version + "\n");

    private void Child()
    {
        _sandbox.Image("child", "FROM {base}\nRUN echo child > /child\n");
        Publish("child", "2.0");
    }

    private string HashPath(string image) => Path.Join(_sandbox.Tree, "images", _sandbox.Name(image), "HASH");

    private string Hash(string image) => File.ReadAllText(HashPath(image));

    private void CopyImage(Sandbox rival)
    {
        string from = Path.Join(_sandbox.Tree, "images", Base);
        string to = Directory.CreateDirectory(Path.Join(rival.Tree, "images", Base)).FullName;
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Changes a byte of the smallest layer, which is the one that the child adds.</summary>
    private void DamageSmallestLayer()
    {
        string blobs = Path.Join(_sandbox.Variables()["SLIPWAY_HOME"], "oci", "blobs", "sha256");
        var layer = new DirectoryInfo(blobs).GetFiles()
            .Where(file => File.ReadAllBytes(file.FullName) is [0x28, 0xb5, 0x2f, 0xfd, ..])
            .MinBy(file => file.Length)!;
        byte[] content = File.ReadAllBytes(layer.FullName);
        content[^1] ^= 1;
        File.WriteAllBytes(layer.FullName, content);
    }
}
