using Slipway.Cli.Tests.Support;
using Slipway.Model.Builds;

namespace Slipway.Cli.Tests.Commands;

public sealed class WhyTests : IDisposable
{
    private readonly BuiltTree _tree = new BuiltTree()
        .Write(
            "slipway.yml",
            "prefix: test\nfolder: images\nimages:\n  app: { args: { MODE: fast } }\n  old: { max-age: 7d }\n")
        .Image("base", "FROM scratch\nCOPY etc /etc\n")
        .Write("images/base/etc/hosts", "localhost\n")
        .Image("app", "# %ARG MODE\n# %include lib\nFROM base\nCOPY topsrcdir/lib /lib\nENV MODE=$MODE\n")
        .Write("lib/words", "one\ntwo\nthree\n")
        .Image("leaf", "FROM app\n")
        .Image("old", "FROM scratch\nCOPY x /\n")
        .Write("images/old/x", "x")
        .Link("images/base/etc/current", "hosts")
        .Commit();

    [Fact]
    public async Task An_edited_file_is_named_with_the_line_that_includes_it()
    {
        await BuiltAsync(tree => tree.Write("lib/words", "one\n2\nthree\n"));

        Assert.Equal(
            ["lib/words changed (14 B → 12 B)", "  included by images/app/Dockerfile:2"], await CausesAsync("app"));
    }

    [Fact]
    public async Task An_edited_file_of_the_base_is_the_cause_further_down_with_the_way_to_there()
    {
        await BuiltAsync(tree => tree.Write("images/base/etc/hosts", "local\n"));

        Assert.Equal(
            ["images/base/etc/hosts changed (10 B → 6 B)", "  in its folder, base → app → leaf"],
            await CausesAsync("leaf"));
    }

    [Fact]
    public async Task Files_that_came_went_and_moved_are_told_apart()
    {
        await BuiltAsync(tree => tree
            .Write("lib/new", "1").Move("lib/words", "lib/texts").Delete("images/base/etc/hosts"));

        Assert.Equal(["images/base/etc/hosts removed"], await CausesAsync("base"));
        Assert.Equal(
            [
                "images/base/etc/hosts removed", "  in its folder, base → app",
                "lib/new added (1 B)", "  included by images/app/Dockerfile:2",
                "lib/texts renamed (was topsrcdir/lib/words)", "  included by images/app/Dockerfile:2",
            ],
            await CausesAsync("app"));
    }

    [Fact]
    public async Task A_mode_and_a_link_are_changes_of_their_own()
    {
        await BuiltAsync(tree => tree.MakeExecutable("lib/words").Link("images/base/etc/current", "elsewhere"));

        Assert.Equal(["images/base/etc/current changed (link to hosts → elsewhere)"], await CausesAsync("base"));
        Assert.Contains("lib/words changed (mode 644 → 755)", await CausesAsync("app"));
    }

    [Fact]
    public async Task An_argument_is_the_cause_and_the_dockerfile_that_contains_it_is_not()
    {
        await BuiltAsync(tree => tree.Write(
            "slipway.yml",
            "prefix: test\nfolder: images\nimages:\n  app: { args: { MODE: slow } }\n  old: { max-age: 7d }\n"));

        Assert.Equal(["argument MODE changed (\"fast\" → \"slow\")"], await CausesAsync("app"));
    }

    [Fact]
    public async Task The_line_of_a_dockerfile_that_changed_is_shown()
    {
        await BuiltAsync(tree => tree.Image(
            "app", "# %ARG MODE\n# %include lib\nFROM base\nCOPY topsrcdir/lib /usr/lib\nENV MODE=$MODE\n"));

        Assert.Equal(
            [
                "images/app/Dockerfile changed (63 B → 67 B)",
                "     4 - COPY topsrcdir/lib /lib",
                "     4 + COPY topsrcdir/lib /usr/lib",
            ],
            await CausesAsync("app"));
    }

    [Fact]
    public async Task A_new_parent_the_platform_and_the_cache_buster_are_causes()
    {
        await BuiltAsync(tree =>
            tree.Image("leaf", "FROM old\n")
                .Write(
                    "slipway.yml",
                    "prefix: test\nfolder: images\nplatform: linux/arm64\ncache-buster: again\nimages:\n  app: { args: "
                    + "{ MODE: fast } }\n  old: { max-age: 7d }\n"));

        string[] causes = await CausesAsync("leaf");
        Assert.Contains("platform changed (linux/amd64 → linux/arm64)", causes);
        Assert.Contains("cache buster changed (\"\" → \"again\")", causes);
        Assert.Contains("parent app removed", causes);
        Assert.Contains(causes, line => line.StartsWith("parent old added (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_changed_lines_are_shown_when_git_has_the_former_content()
    {
        await BuiltAsync(tree => tree.Write("lib/words", "one\n2\nthree\n"));

        string output = (await RunAsync("why", "app", "--patch")).Output;
        Assert.Contains("  @@ -1,3 +1,3 @@\n   one\n  -two\n  +2\n   three\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_former_content_there_is_no_diff_and_the_reason_is_given()
    {
        _tree.Write("lib/words", "never committed\n");
        await BuiltAsync(tree => tree.Write("lib/words", "something else\n"));

        Assert.Contains(
            "no diff: its former content is not to be had",
            (await RunAsync("why", "app", "--patch")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_is_never_shown()
    {
        _tree.Write("lib/words", "a\0b").Commit();
        await BuiltAsync(tree => tree.Write("lib/words", "a\0c"));

        Assert.Contains(
            "no diff: it is not text", (await RunAsync("why", "app", "--patch")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_change_is_explained_by_its_last_build()
    {
        await _tree.BuildAsync();
        _tree.Write("lib/words", "other\n");
        await _tree.BuildAsync(BuildReason.Changed);

        string output = (await RunAsync("why", "app")).Output;
        Assert.Contains("app has the same inputs as ", output, StringComparison.Ordinal);
        Assert.Contains("because its inputs were not those of ", output, StringComparison.Ordinal);
        Assert.Contains("lib/words changed (14 B → 6 B)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BuildReason.Forced, "--force.")]
    [InlineData(BuildReason.TooOld, "its max-age had passed.")]
    [InlineData(BuildReason.NotIndexed, "the index had no entry for it any more.")]
    public async Task A_rebuild_of_the_same_inputs_has_its_reason(BuildReason cause, string reason)
    {
        await _tree.BuildAsync(age: TimeSpan.FromHours(1));
        await _tree.BuildAsync(cause, force: true);

        Assert.Contains(
            $"with the inputs that it had before: {reason}",
            (await RunAsync("why", "base")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_too_old_says_so()
    {
        await _tree.BuildAsync(age: TimeSpan.FromDays(8));

        Assert.Matches(
            "old has the same inputs as .*, but is to be built again: built .*older than max-age",
            (await RunAsync("why", "old")).Output);
    }

    [Fact]
    public async Task An_entry_that_is_gone_from_the_index_says_so()
    {
        await _tree.BuildAsync();
        string digest = (await RunAsync("hash", "base")).Output.Trim();
        await RunAsync("index", "delete", $"test.cache.level-1.docker.v2.base.hash.{digest}");

        Assert.Contains("expired or was deleted", (await RunAsync("why", "base")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_built_and_built_at_another_level_only_are_told_apart()
    {
        Assert.Contains(
            "the store has no build of it", (await RunAsync("why", "base")).Output, StringComparison.Ordinal);
        await _tree.BuildAsync();
        Assert.Matches(
            "no build is indexed that this push may use. The newest is .* at level-1",
            (await RunAsync("why", "base", "--level", "3")).Output);
    }

    [Fact]
    public async Task Any_build_revision_or_date_can_be_compared_with()
    {
        string digest = (await RunAsync("hash", "app")).Output.Trim();
        await _tree.BuildAsync(null, default, false, "--level", "3");
        _tree.Write("lib/words", "other\n").Commit(date: "2026-11-20T00:00:00Z");
        await _tree.BuildAsync();

        foreach (string against in new[] { "level-3", digest, digest[..9], "HEAD~1", "2026-11-15", "2026-11-15T12:00" })
        {
            Assert.Contains(
                "lib/words changed (14 B → 6 B)",
                (await RunAsync("why", "app", "--against", against)).Output,
                StringComparison.Ordinal);
        }

        foreach (string against in new[] { "latest", "level-1", "HEAD" })
        {
            Assert.Contains(
                "app has the same inputs",
                (await RunAsync("why", "app", "--against", against)).Output,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_refused_with_what_to_do()
    {
        await _tree.BuildAsync();
        var run = await _tree.RunAsync("why", "app", "--against", "mian");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean 'main'?", run.Error, StringComparison.Ordinal);

        run = await _tree.RunAsync("why", "app", "--against", "level-2");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("SLIP1910", run.Error, StringComparison.Ordinal);

        run = await _tree.RunAsync("why", "app", "--against", new string('0', 64));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1911", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_whose_inputs_are_gone_from_the_store_is_refused()
    {
        _tree.KeepsManifests = false;
        await BuiltAsync(tree => tree.Write("lib/words", "other\n"));

        var run = await _tree.RunAsync("why", "app");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("SLIP1912", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_the_revision_did_not_have_says_so()
    {
        _tree.Image("later", "FROM base\n");
        Assert.Contains(
            "It was no image of ",
            (await RunAsync("why", "later", "--against", "HEAD")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_is_compared_with_what_it_built_itself()
    {
        await _tree.BuildAsync();
        _tree.Write("lib/words", "mine\n");
        await _tree.BuildAsync(null, default, false, "--pull-request", "7");

        Assert.Contains(
            "app has the same inputs",
            (await RunAsync("why", "app", "--pull-request", "7")).Output,
            StringComparison.Ordinal);
        Assert.Contains("lib/words changed", (await RunAsync("why", "app")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_built_and_taken_back_is_no_change()
    {
        await _tree.BuildAsync();
        _tree.Write("lib/words", "a mistake\n").Write("lib/other", "and more of it\n");
        await _tree.BuildAsync();
        _tree.Write("lib/words", "one\ntwo\nthree\n").Delete("lib/other").Write("images/base/etc/hosts", "local\n");

        Assert.Equal(
            ["images/base/etc/hosts changed (10 B → 6 B)", "  in its folder, base → app → leaf"],
            await CausesAsync("leaf"));
        string plan = (await RunAsync("plan", "leaf")).Output;
        Assert.Contains("parent changed: app (images/base/etc/hosts)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("lib/", plan, StringComparison.Ordinal);

        await _tree.BuildAsync();
        string[] history = (await RunAsync("history", "app")).Output.Split('\n');
        Assert.Contains("images/base/etc/hosts", history[1], StringComparison.Ordinal);
        Assert.DoesNotContain("lib/", history[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_builds_that_differ_as_much_the_newest_push_counts()
    {
        await _tree.BuildAsync();
        _tree.Write("lib/words", "second\n");
        await _tree.BuildAsync();
        _tree.Write("lib/words", "third\n");

        Assert.Equal("lib/words changed (7 B → 6 B)", (await CausesAsync("app"))[0]);
    }

    [Fact]
    public async Task The_document_has_everything_that_the_text_says()
    {
        await BuiltAsync(tree => tree.Write("lib/words", "one\n2\nthree\n"));

        using var document = System.Text.Json.JsonDocument.Parse(
            (await RunAsync("why", "leaf", "--json", "--patch")).Output);
        var root = document.RootElement;
        Assert.Equal("changed", root.GetProperty("verdict").GetString());
        var cause = Assert.Single(root.GetProperty("causes").EnumerateArray());
        Assert.Equal("file-changed", cause.GetProperty("kind").GetString());
        Assert.Equal("lib/words", cause.GetProperty("subject").GetString());
        Assert.Equal(14, cause.GetProperty("before").GetProperty("size").GetInt32());
        Assert.Equal(2, cause.GetProperty("entries")[0].GetProperty("through").GetProperty("line").GetInt32());
        Assert.Equal(["app", "leaf"], cause.GetProperty("images").EnumerateArray().Select(image => image.GetString()));
        Assert.StartsWith("--- a/lib/words", cause.GetProperty("patch").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _tree.Dispose();

    private async Task BuiltAsync(Action<BuiltTree> edit)
    {
        await _tree.BuildAsync();
        edit(_tree);
    }

    private async Task<string[]> CausesAsync(string image)
    {
        string[] lines = (await RunAsync("why", image)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("is to be built. It differs from", lines[0], StringComparison.Ordinal);
        return lines[1..];
    }

    private async Task<CliRun> RunAsync(params string[] arguments)
    {
        var run = await _tree.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
