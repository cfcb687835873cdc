using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What commands say of checkouts that are not what git has, and of which git itself says nothing.</summary>
public sealed class HiddenFileTests : IDisposable
{
    private readonly CheckTree _tree = new CheckTree()
        .Write("images/base/HASH", "sha256:" + new string('1', 64))
        .Write("images/base/Dockerfile", "FROM scratch\nCOPY a /\n# %include lib\n")
        .Write("lib/one", "1\n")
        .Write("lib/two", "2\n")
        .Commit();

    [Fact]
    public async Task A_whole_checkout_has_nothing_to_say() => Assert.Empty(await CodesAsync());

    [Fact]
    public async Task Check_names_a_changed_file_that_git_takes_for_unchanged()
    {
        _tree.Git("update-index", "--assume-unchanged", "lib/one");
        _tree.Write("lib/one", "changed\n");

        // Without a new version, too, which shows that it is compared.
        var (codes, _, document) = await _tree.CheckAsync("--offline");

        Assert.Equal(["SLIP1801", "SLIP1871"], codes);
        Assert.Equal("lib/one", (string)document["findings"]![1]!["file"]!);
    }

    [Fact]
    public async Task Check_names_what_a_context_lacks()
    {
        _tree.Git("update-index", "--skip-worktree", "lib/two");
        File.Delete(Path.Join(_tree.Root, "lib/two"));

        var (codes, _, document) = await _tree.CheckAsync("--offline");

        Assert.Equal(["SLIP1801", "SLIP1871"], codes);
        Assert.Contains("lacks", (string)document["findings"]![1]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("hash", "base")]
    [InlineData("context", "base", "-o", "/dev/null")]
    [InlineData("impact", "HEAD")]
    public async Task In_a_sparse_checkout_every_command_that_uses_a_digest_says_what_its_context_lacks(
        params string[] arguments)
    {
        _tree.Git("sparse-checkout", "set", "--no-cone", "/*", "!/lib/two");

        var run = await RunAsync(arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Error.Split("SLIP1871: 'lib/two' is in git and not checked out here").Length - 1);
    }

    [Theory]
    [InlineData("!/lib/two", "images/base/.dockerignore", "topsrcdir/lib/two\n")]
    [InlineData("!/docs", "images/base/.dockerignore", "x\n")]
    public async Task A_sparse_checkout_that_lacks_nothing_of_a_context_is_as_good_as_a_whole_one(
        string without, string file, string text)
    {
        _tree.Write("docs/page", "1\n").Write(file, text).Commit();
        _tree.Git("sparse-checkout", "set", "--no-cone", "/*", without);

        var run = await RunAsync("plan");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task An_include_that_is_not_checked_out_is_told_with_how_to_get_it()
    {
        _tree.Git("sparse-checkout", "set", "--no-cone", "/*", "!/lib");

        var run = await RunAsync("plan", "base");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("git sparse-checkout add lib", run.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1201", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_dockerignore_keeps_out_is_not_lacking()
    {
        _tree.Write("images/base/.dockerignore", "topsrcdir/lib/two\n").Commit();
        _tree.Git("update-index", "--skip-worktree", "lib/two");
        File.Delete(Path.Join(_tree.Root, "lib/two"));

        Assert.DoesNotContain("SLIP1871", await CodesAsync());
    }

    [Fact]
    public async Task Impact_says_what_is_on_disk_and_not_what_git_was_told_to_believe()
    {
        _tree.Git("update-index", "--assume-unchanged", "lib/one");
        _tree.Write("lib/one", "changed\n");

        var run = await RunAsync("impact", "HEAD", "--json");

        Assert.Contains("lib/one", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_the_right_cause()
    {
        _tree.Git("update-index", "--assume-unchanged", "lib/one");
        _tree.Write("lib/one", "changed\n");
        _tree.Git("update-index", "--skip-worktree", "lib/two");
        File.Delete(Path.Join(_tree.Root, "lib/two"));

        var run = await RunAsync("doctor", "--reproducible", "--json");

        Assert.Equal(
            ["lib/one assumed-unchanged", "lib/two not-checked-out"],
            JsonNode.Parse(run.Output)![1]!["differences"]!.AsArray()
                .Select(difference => $"{difference!["file"]} {difference["kind"]}"));
    }

    [Fact]
    public async Task A_submodule_is_told_about_when_it_is_edited_and_when_it_is_not_cloned()
    {
        _tree.Write("images/base/Dockerfile", "FROM scratch\nCOPY a /\n# %include vendor\n");
        string other = _tree.Root + "-other";
        Directory.CreateDirectory(other);
        GitTool.Run(other, ["init", "--quiet", "--initial-branch=main"]);
        File.WriteAllText(other + "/lib", "one");
        GitTool.Run(other, ["add", "--all"]);
        GitTool.Run(other, ["commit", "--quiet", "--message=one"]);
        _tree.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "vendor/sub");
        _tree.Commit();

        Assert.DoesNotContain("SLIP1872", await CodesAsync());
        _tree.Write("vendor/sub/lib", "edited");
        Assert.Contains("SLIP1872", await CodesAsync());
        Assert.Contains(
            "vendor/sub/lib", (await RunAsync("impact", "HEAD", "--json")).Output, StringComparison.Ordinal);
        _tree.Git("submodule", "--quiet", "deinit", "--force", "vendor/sub");
        Assert.Contains("SLIP1872", await CodesAsync());
        Assert.Contains(
            "SLIP1872", (await RunAsync("impact", "HEAD")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_an_empty_folder_is_found()
    {
        _tree.Write("images/base/Dockerfile", "FROM scratch\nCOPY a /\nCOPY --chown=1 logs/ /logs/\nCOPY full /full\n");
        Directory.CreateDirectory(Path.Join(_tree.Root, "images/base/logs/deep"));
        _tree.Write("images/base/full/file", "f").Commit();

        var (codes, _, document) = await _tree.CheckAsync("--offline");

        var finding = Assert.Single(
            document["findings"]!.AsArray(), finding => (string)finding!["code"]! == "SLIP1873")!;
        Assert.Equal(("images/base/Dockerfile", 3), ((string)finding["file"]!, (int)finding["line"]!));
        Assert.Contains("'logs'", (string)finding["message"]!, StringComparison.Ordinal);
        Assert.NotEmpty(codes);
    }

    public void Dispose() => _tree.Dispose();

    private async Task<string[]> CodesAsync() => (await _tree.CheckAsync("--offline")).Codes;

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.RunAsync([.. arguments, "--root", _tree.Root, "--home", _tree.Root + "-home"]);
}
