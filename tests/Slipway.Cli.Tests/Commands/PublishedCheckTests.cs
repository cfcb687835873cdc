using Slipway.Cli.Tests.Support;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway check</c> with a real registry.</summary>
public sealed class PublishedCheckTests
{
    [Fact]
    public async Task An_image_that_is_published_as_the_tree_has_it_passes()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        var (repoDigest, _) = await registry.PublishAsync("owner/base", "1.0", await tree.DigestAsync());
        tree.Write("images/base/HASH", repoDigest.ToOciString() + "\n").Commit();

        var (codes, exit, _) = await tree.CheckAsync();

        Assert.Empty(codes);
        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task A_HASH_that_is_missing_is_written_with_what_refers_to_it()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        var (repoDigest, _) = await registry.PublishAsync("owner/base", "1.0", await tree.DigestAsync());
        tree.Write("images/task/Dockerfile", $"FROM {registry.Host}/owner/base@sha256:{new string('2', 64)}\n")
            .Commit();

        var (found, failed, _) = await tree.CheckAsync();
        var (remaining, exit, document) = await tree.CheckAsync("--fix");

        Assert.Equal((4, 0), (failed, exit));
        Assert.Equal(["SLIP1804", "SLIP1807"], found);
        Assert.Empty(remaining);
        Assert.Equal(2, document["fixed"]!.AsArray().Count);
        Assert.Equal(repoDigest.ToOciString() + "\n", tree.Read("images/base/HASH"));
        Assert.Equal(
            $"FROM {registry.Host}/owner/base@{repoDigest.ToOciString()}\n", tree.Read("images/task/Dockerfile"));
    }

    [Fact]
    public async Task What_nobody_vouches_for_is_not_written_into_HASH_where_the_policy_asks_for_it()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        using var keys = new TempFolder();
        var key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
        keys.Write("policy.yml", $"trust: {{3: require}}\nsigners: [{{name: release, key: {key.Key.Text}}}]\n");
        var (repoDigest, _) = await registry.PublishAsync("owner/base", "1.0", await tree.DigestAsync());
        string[] fix = ["--fix", "--policy", Path.Join(keys.Path, "policy.yml")];

        var (found, failed, document) = await tree.CheckAsync([.. fix, "--level", "3"]);

        Assert.Equal(4, failed);
        Assert.Equal(["SLIP1804"], found);
        Assert.Contains("8.1", (string)document["findings"]![0]!["remedy"]!, StringComparison.Ordinal);
        Assert.Null(document["findings"]![0]!["fix"]);
        Assert.False(File.Exists(Path.Join(tree.Root, "images/base/HASH")));

        // Of another level the policy asks nothing.
        var (remaining, exit, _) = await tree.CheckAsync([.. fix, "--level", "1"]);

        Assert.Empty(remaining);
        Assert.Equal(0, exit);
        Assert.Equal(repoDigest.ToOciString() + "\n", tree.Read("images/base/HASH"));
    }

    [Fact]
    public async Task A_version_that_was_moved_to_another_image_is_not_resolved()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        using var keys = new TempFolder();
        var key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
        keys.Write("policy.yml", $"trust: {{1: require}}\nsigners: [{{name: release, key: {key.Key.Text}}}]\n");
        await registry.PublishAsync("owner/base", "1.0", await tree.DigestAsync());
        tree.Write("images/base/HASH", $"sha256:{new string('1', 64)}\n").Commit();

        var resolved = await CliRun.RunAsync(
            "resolve", "--by-tag", "--image", "base", "--root", tree.Root, "--home", Path.Join(keys.Path, "home"),
            "--policy", Path.Join(keys.Path, "policy.yml"));

        Assert.True(resolved.ExitCode == 4, resolved.Output + resolved.Error);
        Assert.Contains("HASH of the tree pins", resolved.Error, StringComparison.Ordinal);
        Assert.Contains("refused by rule 8.9", resolved.Error, StringComparison.Ordinal);
        Assert.Empty(resolved.Output);
    }

    [Fact]
    public async Task A_version_that_is_published_with_other_content_is_found_and_not_fixed()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        await registry.PublishAsync("owner/base", "1.0", new string('e', 64));
        tree.Write("images/base/HASH", $"sha256:{new string('1', 64)}\n").Commit();

        var (codes, exit, document) = await tree.CheckAsync("--fix");

        Assert.Equal(["SLIP1806", "SLIP1802"], codes);
        Assert.Equal(4, exit);
        Assert.Empty(document["fixed"]!.AsArray());
    }

    [Fact]
    public async Task A_version_without_a_label_and_one_that_is_not_there_are_told_apart()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host);
        Assert.Equal(["SLIP1804"], (await tree.CheckAsync()).Codes);

        var (repoDigest, _) = await registry.PublishAsync("owner/base", "1.0", null);
        tree.Write("images/base/HASH", repoDigest.ToOciString()).Commit();

        Assert.Equal(["SLIP1803"], (await tree.CheckAsync()).Codes);
    }

    [Fact]
    public async Task A_protected_level_takes_only_image_hashes_that_are_listed()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var tree = new CheckTree(registry.Host).Write(
            "slipway.yml", "prefix: test\nfolder: images\nprotected-levels: [3]\n");
        var (repoDigest, imageHash) = await registry.PublishAsync("owner/base", "1.0", await tree.DigestAsync());
        tree.Write("images/base/HASH", repoDigest.ToOciString()).Commit();

        Assert.Equal(["SLIP1817"], (await tree.CheckAsync("--level", "3")).Codes);
        Assert.Empty((await tree.CheckAsync("--level", "1")).Codes);

        // A claim about the repo digest does not open the lock while the registry can be asked.
        tree.Write("trust/allowlist.yml", Entry(new string('d', 64), repoDigest.ToOciString()));
        Assert.Equal(["SLIP1817"], (await tree.CheckAsync("--level", "3")).Codes);
        tree.Write("trust/allowlist.yml", Entry(imageHash.ToString(), repoDigest.ToOciString()));
        Assert.Empty((await tree.CheckAsync("--level", "3")).Codes);
    }

    private static string Entry(string imageHash, string repoDigest) =>
        $"base:\n  - {{ image-hash: 'sha256:{imageHash}', repo-digest: '{repoDigest}', by: a, on: 2026-11-25, why: b "
        + "}\n";
}
