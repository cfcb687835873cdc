using Slipway.Core.Contexts;
using Slipway.Core.Dockerignore;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Contexts;

public sealed class ContextBuilderTests
{
    private const string Dockerfile = "img/Dockerfile";

    [Fact]
    public void A_context_is_the_folder_the_includes_and_the_dockerfile_sorted_by_whole_path()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include ./t//x/\n# %include tools/mach\n")
            .Write("img/b/c", "1").Write("img/b-c", "2").Write("img/z", "3")
            .Write("t/x/y", "4").Write("t/no", "5").Write("tools/mach", "6");

        Assert.Equal(
            ["Dockerfile", "b-c", "b/c", "topsrcdir/t/x/y", "topsrcdir/tools/mach", "z"], ContextCase.Paths(files));
    }

    [Fact]
    public void The_taskgraph_scheme_keeps_an_include_as_it_is_written()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include ./t//x/\n").Write("t/x/y", "4");

        Assert.Equal(["Dockerfile", "topsrcdir/./t//x/y"], ContextCase.Paths(files, Scheme.Taskgraph));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void Bytecode_is_left_out(Scheme scheme)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t\n")
            .Write("img/__pycache__/x", "1").Write("t/sub/__pycache__/x", "1").Write("t/x", "1");

        Assert.Equal(["Dockerfile", "topsrcdir/t/x"], ContextCase.Paths(files, scheme));
    }

    [Fact]
    public void Git_is_left_out_of_the_slipway_scheme_only()
    {
        using var files = new TempTree();
        files
            .Write(Dockerfile, "FROM scratch\n# %include t\n")
            .Write("t/.git/config", "1")
            .Write("t/sub/.git", "gitdir: x");

        Assert.Equal(["Dockerfile"], ContextCase.Paths(files));
        Assert.Equal(
            ["Dockerfile", "topsrcdir/t/.git/config", "topsrcdir/t/sub/.git"],
            ContextCase.Paths(files, Scheme.Taskgraph));
    }

    [Theory]
    [InlineData("nope", 1201)]
    [InlineData("t/nope", 1201)]
    [InlineData("t/x/below-a-file", 1201)]
    [InlineData("/etc/hostname", 1202)]
    [InlineData("../x", 1203)]
    [InlineData("../repo-evil", 1203)]
    [InlineData("t/../../repo-evil/x", 1203)]
    [InlineData("linked", 1204)]
    [InlineData("linked/x", 1204)]
    public void An_include_that_cannot_be_is_an_error_at_its_line(string include, int code)
    {
        using var files = new TempTree();
        Directory.CreateDirectory(Path.Join(files.Outside, "repo-evil"));
        File.WriteAllText(Path.Join(files.Outside, "repo-evil/x"), "secret");
        files
            .Write(Dockerfile, $"FROM scratch\n# %include {include}\n")
            .Write("t/x", "1")
            .Link("linked", "../repo-evil");

        foreach (var scheme in Enum.GetValues<Scheme>())
        {
            var error = ContextCase.Error(files, scheme);

            Assert.Equal(code, error.Code.Number);
            Assert.Equal(new SourceLocation(Dockerfile, 2), error.Location);
            Assert.Contains(include, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_include_is_answered_with_the_nearest_name()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include tools/mahc\n").Write("tools/mach", "1");

        Assert.Contains("'tools/mach'", ContextCase.Error(files).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include a\n# %include /b\n# %include ../c\n")
            .Write("img/su", "1", TempTree.Runnable | UnixFileMode.SetUser);

        Assert.Null(ContextCase.Context(files, out var diagnostics));

        Assert.Equal([1201, 1202, 1203, 1205], diagnostics.Select(d => d.Code.Number));
        Assert.All(diagnostics, d => Assert.NotEmpty(d.Remedy));
    }

    [Theory]
    [InlineData(UnixFileMode.SetUser, Scheme.Slipway)]
    [InlineData(UnixFileMode.SetGroup, Scheme.Slipway)]
    [InlineData(UnixFileMode.SetUser, Scheme.Taskgraph)]
    public void A_setuid_or_setgid_file_is_refused_at_the_include_that_brings_it(UnixFileMode bit, Scheme scheme)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t\n").Write("t/su", "1", TempTree.Runnable | bit);

        var error = ContextCase.Error(files, scheme);

        Assert.Equal((ContextCodes.SetIdFile, new SourceLocation(Dockerfile, 2)), (error.Code, error.Location));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void A_fifo_is_refused(Scheme scheme)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n");
        Tools.Run("mkfifo", files.Path("img/fifo"));

        var error = ContextCase.Error(files, scheme);

        Assert.Equal((TreeCodes.SpecialFile, new SourceLocation("img/fifo")), (error.Code, error.Location));
    }

    [Fact]
    public void Modes_are_folded_by_the_owners_executable_bit()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n", TempTree.Runnable)
            .Write("img/a", "1", (UnixFileMode)0x180)
            .Write("img/b", "1", (UnixFileMode)0x1C0)
            .Write("img/c", "1", (UnixFileMode)0x1B5);

        var context = ContextCase.Context(files, out _)!;

        Assert.Equal(
            [TempTree.Plain, TempTree.Plain, TempTree.Runnable, TempTree.Plain],
            context.Files.Select(file => file.Mode));
    }

    [Fact]
    public void Links_are_kept_in_the_slipway_scheme()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t\n")
            .Write("img/v2/x", "1").Link("img/latest", "v2").Link("img/dangling", "nothing")
            .Write("t/a/x", "1").Link("t/b/up", "../a/x").Link("t/loop", "loop");

        var context = ContextCase.Context(files, out var diagnostics)!;

        Assert.Empty(diagnostics);
        Assert.Equal(
            ["dangling>nothing", "latest>v2", "topsrcdir/t/b/up>../a/x", "topsrcdir/t/loop>loop"],
            context.Files.Where(file => file.LinkTarget is not null).Select(file => $"{file.Path}>{file.LinkTarget}"));
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("../../repo-evil")]
    [InlineData("/etc/passwd")]
    [InlineData("inner/../../../secret")]
    public void A_link_that_leaves_the_tree_is_an_error_in_both_schemes(string target)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Link("img/out", target);

        Assert.Equal(TreeCodes.LinkLeavesRoot, ContextCase.Error(files).Code);
        Assert.Equal(TreeCodes.LinkLeavesRoot, ContextCase.Error(files, Scheme.Taskgraph).Code);
    }

    [Fact]
    public void A_link_that_leaves_the_tree_through_another_link_is_an_error()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Folder("img/deep").Folder("top").Link("img/deep/hop", "../../top")
            .Link("img/out", "deep/hop/../../x");

        // As text alone, deep/hop/../../x stays in the folder.
        Assert.Null(ContextCase.Context(files, out var diagnostics));
        Assert.Contains(
            diagnostics, d => d.Code == TreeCodes.LinkLeavesRoot && d.Location == new SourceLocation("img/out"));
    }

    [Fact]
    public void A_link_to_an_absolute_path_in_the_tree_is_an_error_because_other_checkouts_lie_elsewhere()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Write("t", "1").Link("img/abs", files.Path("t"));

        Assert.Equal(TreeCodes.LinkLeavesRoot, ContextCase.Error(files).Code);
    }

    [Fact]
    public void A_link_into_the_tree_but_out_of_the_context_is_a_warning()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Write("shared/x", "1").Link("img/x", "../shared/x");

        Assert.NotNull(ContextCase.Context(files, out var diagnostics));

        var warning = Assert.Single(diagnostics);
        Assert.Equal((ContextCodes.LinkLeavesContext, Severity.Warning), (warning.Code, warning.Severity));
    }

    [Fact]
    public void The_taskgraph_scheme_follows_links_to_files_and_passes_over_links_to_folders()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include linked\n")
            .Write("shared/x", "12", TempTree.Runnable).Link("img/x", "../shared/x").Link("img/folder", "../shared")
            .Link("linked", "shared");

        var context = ContextCase.Context(files, out _, Scheme.Taskgraph)!;

        Assert.Equal(["Dockerfile", "topsrcdir/linked/x", "x"], context.Files.Select(file => file.Path));
        Assert.Equal(
            (TempTree.Runnable, 2L, null), (context.Files[2].Mode, context.Files[2].Size, context.Files[2].LinkTarget));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("dangling")]
    public void A_link_that_leads_nowhere_is_an_error_in_the_taskgraph_scheme(string target)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Link("img/dangling", target);

        Assert.Equal(TreeCodes.LinkNotFollowed, ContextCase.Error(files, Scheme.Taskgraph).Code);
    }

    [Fact]
    public void Dockerignore_applies_to_the_whole_context_but_never_to_the_dockerfile()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t\n")
            .Write("img/.dockerignore", "*\n!keep\ntopsrcdir\n!topsrcdir/t/k*\n")
            .Write("img/keep", "1").Write("img/drop", "1").Write("t/k1", "1").Write("t/x", "1");

        Assert.Equal(["Dockerfile", "keep", "topsrcdir/t/k1"], ContextCase.Paths(files));
        Assert.Equal(
            [".dockerignore", "Dockerfile", "drop", "keep", "topsrcdir/t/k1", "topsrcdir/t/x"],
            ContextCase.Paths(files, Scheme.Taskgraph));
    }

    // https://pkg.go.dev/github.com/moby/patternmatcher#PatternMatcher.MatchesOrParentMatches; BuildKit up to 20.10
    // keeps a/x/y.
    [Fact]
    public void An_exception_brings_back_its_own_file_and_not_what_else_is_in_an_excluded_folder()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n")
            .Write("img/.dockerignore", "**/a\n!a/kept\n")
            .Write("img/a/kept", "1")
            .Write("img/a/x/y", "1");

        Assert.Equal([".dockerignore", "Dockerfile", "a/kept"], ContextCase.Paths(files));
    }

    [Fact]
    public void What_dockerignore_excludes_cannot_be_a_problem()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Write("img/.dockerignore", "bad-*\n.dockerignore\n")
            .Write("img/bad-su", "1", TempTree.Runnable | UnixFileMode.SetUser).Link("img/bad-link", "/etc");

        Assert.Equal(["Dockerfile"], ContextCase.Paths(files));
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_no_problem_where_dockerignore_excludes_it()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Write("img/keep", "1");
        Tools.Run(
            "sh", "-c", $"cd '{files.Path("img")}' && touch $(printf 'caf\\351.bin') && ln -s $(printf 'x\\351') to");

        var refused = ContextCase.Context(files, out var problems);
        files.Write("img/.dockerignore", "*.bin\nto\n.dockerignore\n");
        string[] paths = ContextCase.Paths(files);

        // .NET cannot name it, so it could not be removed with the rest.
        Tools.Run("rm", "-rf", files.Path("img"));
        Assert.Null(refused);
        Assert.Equal(
            [TreeCodes.NameNotUtf8, TreeCodes.NameNotUtf8], problems.Select(problem => problem.Code));
        Assert.Equal(["Dockerfile", "keep"], paths);
    }

    [Fact]
    public void An_include_of_which_everything_is_excluded_names_the_line()
    {
        using var files = new TempTree();
        files
            .Write(Dockerfile, "FROM scratch\n# %include t\n")
            .Write("img/.dockerignore", "# no\n\n**/t\n")
            .Write("t/x", "1");

        var error = ContextCase.Error(files);

        Assert.Equal((ContextCodes.IncludeIgnored, new SourceLocation(Dockerfile, 2)), (error.Code, error.Location));
        Assert.Contains("img/.dockerignore:3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_pattern_is_an_error_at_its_line()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n").Write("img/.dockerignore", "ok\n[\n");

        var error = ContextCase.Error(files);

        Assert.Equal(
            (DockerignoreCodes.DockerignoreInvalid, new SourceLocation("img/.dockerignore", 2)),
            (error.Code, error.Location));
    }

    [Fact]
    public void Run_task_brings_its_four_files()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include-run-task\n").Write("img/run-task/hgrc", "same");
        foreach (string name in (string[])["run-task", "fetch-content", "hgrc", "robustcheckout.py", "other"])
        {
            files.Write("third/run-task/" + name, name);
        }

        var config = ContextCase.Config(Scheme.Taskgraph) with { RunTask = RelativePath.Parse("third/run-task") };
        var context = ContextCase.Context(files, out var diagnostics, Scheme.Taskgraph, config)!;

        Assert.Empty(diagnostics);
        Assert.Equal(
            [
                "Dockerfile",
                "run-task/fetch-content",
                "run-task/hgrc",
                "run-task/robustcheckout.py",
                "run-task/run-task",
            ],
            context.Files.Select(file => file.Path));
        Assert.Equal("third/run-task/hgrc", context.Files[2].Source!.Path.Value);
        Assert.Equal(new SourceLocation(Dockerfile, 2), context.OriginOf(context.Files[2]));
    }

    [Fact]
    public void Run_task_without_its_folder_or_its_files_says_so()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include-run-task\n").Write("rt/run-task", "1");

        var unset = ContextCase.Error(files);
        ContextCase.Context(
            files,
            out var missing,
            config: ContextCase.Config() with
            {
                RunTask = RelativePath.Parse("rt"),
            });

        Assert.Equal(IncludeCodes.RunTaskUnset, unset.Code);
        Assert.Contains("run-task:", unset.Remedy, StringComparison.Ordinal);
        Assert.Equal(3, missing.Count(d => d.Code == IncludeCodes.RunTaskMissing));
    }

    [Fact]
    public void A_folder_of_the_image_and_an_include_may_not_claim_one_path()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t/x\n").Write("img/topsrcdir/t/x", "1").Write("t/x", "2");

        Assert.Equal(ContextCodes.PathConflict, ContextCase.Error(files).Code);
    }

    [Theory]
    [InlineData("topsrcdir")]
    [InlineData("topsrcdir/t")]
    public void No_file_is_unpacked_through_a_link_of_the_context(string link)
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t/x\n").Link("img/" + link, "elsewhere").Write("t/x", "2");

        Assert.Equal(ContextCodes.PathConflict, ContextCase.Error(files).Code);
    }

    [Fact]
    public void A_file_is_traced_to_the_line_that_brought_it()
    {
        using var files = new TempTree();
        files.Write(Dockerfile, "FROM scratch\n# %include t\n# %include tt/y\n")
            .Write("img/own", "1").Write("t/x", "1").Write("tt/y", "1");

        var context = ContextCase.Context(files, out _)!;

        Assert.Equal(
            ["Dockerfile", "img/own", "img/Dockerfile:2", "img/Dockerfile:3"],
            context.Files.Select(file => context.OriginOf(file).ToString()));
    }
}
