using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway check</c> on real checkouts, without a registry.</summary>
public sealed class CheckCommandTests
{
    private static readonly string Hash = "sha256:" + new string('1', 64);

    [Fact]
    public async Task A_tree_with_nothing_but_warnings_passes_unless_they_are_to_count()
    {
        using var tree = new CheckTree()
            .Write("images/task/Dockerfile", "FROM debian:12\n")
            .Write("images/base/HASH", Hash)
            .Commit();

        var (codes, exit, _) = await tree.CheckAsync("--offline");

        Assert.Equal(["SLIP1808"], codes);
        Assert.Equal(0, exit);
        Assert.Equal(4, (await tree.CheckAsync("--offline", "--strict")).ExitCode);
    }

    [Fact]
    public async Task A_change_since_the_main_branch_needs_a_new_version()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash).Commit();
        tree.Git("checkout", "--quiet", "-b", "work");
        tree.Write("images/base/a", "b\n").Commit();

        var (codes, exit, document) = await tree.CheckAsync("--offline");

        Assert.Equal(["SLIP1801"], codes);
        Assert.Equal(4, exit);
        Assert.Equal(
            ("images/base/VERSION", 1),
            ((string)document["findings"]![0]!["file"]!, (int)document["findings"]![0]!["line"]!));
        Assert.Contains("(changed: a)", (string)document["findings"]![0]!["message"]!, StringComparison.Ordinal);

        Assert.Empty((await tree.CheckAsync("--offline", "--against", "HEAD")).Codes);
        tree.Write("images/base/VERSION", "1.1\n");
        Assert.Empty((await tree.CheckAsync("--offline")).Codes);
    }

    [Fact]
    public async Task A_fast_check_looks_at_files_alone_and_says_what_it_leaves_out()
    {
        // What is published, and what it was before, would be asked for.
        using var tree = new CheckTree()
            .Write("images/base/HASH", Hash)
            .Write("images/task/Dockerfile", "FROM debian:12\n")
            .Commit();
        tree.Git("checkout", "--quiet", "-b", "work");
        tree.Write("images/base/a", "b\n").Write("images/base/made.gen", "x").Commit();

        var (codes, exit, document) = await tree.CheckAsync("--fast");

        Assert.Equal(["SLIP1808", "SLIP1810"], codes.Order(StringComparer.Ordinal));
        Assert.Equal(0, exit);
        Assert.All(document["skipped"]!.AsArray(), skipped => Assert.Equal("--fast", (string)skipped!["why"]!));
        Assert.Equal(
            ["changes since a revision", "what registries have", "what the index has"],
            document["skipped"]!.AsArray().Select(skipped => (string)skipped!["what"]!));
        Assert.Equal(2, (await tree.RunAsync("--fast", "--against", "HEAD")).ExitCode);
    }

    [Fact]
    public async Task A_revision_that_is_not_there_is_a_mistake_of_the_command_line()
    {
        using var tree = new CheckTree();

        var run = await tree.RunAsync("--offline", "--against", "nowhere");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'nowhere'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_git_does_not_keep_is_found_in_contexts()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash).Commit();
        tree.Write("images/base/new", "x").Write("images/base/made.gen", "x").Write("elsewhere", "x");

        var (codes, _, document) = await tree.CheckAsync("--offline", "--against", "HEAD");

        Assert.Equal(["SLIP1810", "SLIP1809"], codes);
        Assert.Equal(
            ["images/base/made.gen", "images/base/new"],
            document["findings"]!.AsArray().Select(finding => (string)finding!["file"]!));
    }

    [Fact]
    public async Task What_is_not_looked_at_is_said()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash);
        Directory.Delete(Path.Join(tree.Root, ".git"), recursive: true);

        var run = await tree.RunAsync("--offline");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "Not checked: changes since a revision (the tree is in no git checkout).",
                "Not checked: untracked files (the tree is in no git checkout).",
                "Not checked: what registries have (--offline).",
            ],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("1 image: nothing found.\n", run.Output);
    }

    [Fact]
    public async Task The_images_that_could_not_be_looked_at_are_counted()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash).Write("images/bad/Dockerfile", "").Commit();

        var all = await tree.RunAsync("--offline");
        var (_, _, document) = await tree.CheckAsync("--offline");
        var one = await tree.RunAsync("--offline", "base");

        Assert.Equal(2, all.ExitCode);
        Assert.EndsWith("\n1 image: 1 error.\n1 image is broken: bad.\n", all.Output, StringComparison.Ordinal);
        Assert.Equal(["bad"], document["unfit"]!.AsArray().Select(name => (string)name!));
        Assert.Equal((0, "1 image: nothing found.\n"), (one.ExitCode, one.Output));
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_an_error()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash).Commit();

        var (codes, exit, _) = await tree.CheckAsync();

        Assert.StartsWith("SLIP17", Assert.Single(codes), StringComparison.Ordinal);
        Assert.Equal(4, exit);
    }

    [Fact]
    public async Task What_is_wrong_with_the_tree_is_reported_with_the_rest()
    {
        using var tree = new CheckTree()
            .Write("images/base/HASH", "x\n")
            .Write("images/task/Dockerfile", "FROM scratch\n# %include no\n")
            .Commit();

        var (codes, exit, _) = await tree.CheckAsync("--offline");

        Assert.Equal(["SLIP1805", "SLIP1201"], codes);
        Assert.Equal(2, exit);
    }

    [Fact]
    public async Task Only_named_images_are_looked_at_and_unknown_ones_refused()
    {
        using var tree = new CheckTree().Write("images/task/Dockerfile", "FROM debian:12\n").Commit();

        Assert.Equal(["SLIP1808"], (await tree.CheckAsync("task", "--offline")).Codes);
        var run = await tree.RunAsync("tsak", "--offline");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean 'task'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_allowlist_is_read_and_its_mistakes_are_found()
    {
        using var tree = new CheckTree()
            .Write("images/base/HASH", Hash)
            .Write("slipway.yml", "prefix: test\nfolder: images\nprotected-levels: [3]\n")
            .Write("trust/allowlist.yml", $"base:\n  - {{ image-hash: '{Hash}', by: a, on: 2026-11-25, wy: b }}\n")
            .Commit();

        var (codes, exit, _) = await tree.CheckAsync("--offline", "--level", "3");
        Assert.Equal(["SLIP1817", "SLIP1015", "SLIP1012"], codes);
        Assert.Equal(2, exit);

        tree.Write(
            "trust/allowlist.yml",
            $"base:\n  - {{ image-hash: '{Hash}', repo-digest: '{Hash}', by: a, on: 2026-11-25, why: b }}\n");
        Assert.Empty((await tree.CheckAsync("--offline", "--level", "3")).Codes);
    }

    [Fact]
    public async Task Fixes_change_nothing_but_what_is_found()
    {
        string reference = "127.0.0.1:1/owner/base";
        using var tree = new CheckTree()
            .Write("images/base/HASH", Hash + " \r\n")
            .Write(
                "images/task/Dockerfile",
                $"# {reference}:0.9\r\nFROM {reference}:0.9@sha256:{new string('2', 64)} AS x\nCOPY "
                + $"--from={reference}:0.8 /a /b\n")
            .Commit();

        var run = await tree.RunAsync("--offline", "--fix");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Hash + "\n", tree.Read("images/base/HASH"));
        Assert.Equal(
            $"# {reference}:0.9\r\nFROM {reference}:1.0@{Hash} AS x\nCOPY --from={reference}:1.0 /a /b\n",
            tree.Read("images/task/Dockerfile"));
        Assert.Contains($"fixed images/base/HASH: '{Hash} \\u000d' → '{Hash}'", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 images: 3 changes written; nothing remains.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_entries_that_expire_soon_are_found()
    {
        using var tree = new CheckTree().Write("images/base/HASH", Hash).Commit();

        Assert.Empty((await tree.CheckAsync("--offline", "--expiring", "36500")).Codes);
        Assert.Equal(2, (await tree.RunAsync("--offline", "--expiring", "-1")).ExitCode);
    }

    [Fact]
    public async Task The_four_formats_say_the_same()
    {
        using var tree = new CheckTree().Write("images/base/HASH", "x\n").Commit();

        string text = (await tree.RunAsync("--offline")).Output;
        string github = (await tree.RunAsync("--offline", "--format", "github")).Output;
        var json = JsonNode.Parse((await tree.RunAsync("--offline", "--format", "json")).Output)!;
        var sarif = JsonNode.Parse((await tree.RunAsync("--offline", "--format", "sarif")).Output)!;

        Assert.StartsWith(
            "SLIP1805: HASH of base is 'x', which is no repo digest\n  at images/base/HASH:1\n  → ",
            text,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "::error file=images/base/HASH,line=1,title=SLIP1805%3A HASH does not hold a repo digest::HASH of base is "
            + "'x', which is no repo digest%0A",
            github,
            StringComparison.Ordinal);
        Assert.Equal("SLIP1805", (string)json["findings"]![0]!["code"]!);
        Assert.Equal("SLIP1805", (string)sarif["runs"]![0]!["results"]![0]!["ruleId"]!);
    }
}
