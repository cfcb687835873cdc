using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Git.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Git.Tests;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly TempCheckout _checkout = new();

    [Fact]
    public async Task A_folder_outside_of_every_checkout_has_no_repository() =>
        Assert.Null(await GitRepository.FindAsync(_checkout.Outside, Cancel));

    [Fact]
    public async Task A_revision_is_resolved_to_its_id_and_date()
    {
        string id = _checkout.Commit("first", "2026-01-02T03:04:05Z");
        _checkout.Git("tag", "v1");
        _checkout.Commit("second");

        foreach (string name in new[] { id, id[..8], "v1", "HEAD~1", "main^" })
        {
            var revision = await (await RepositoryAsync()).ResolveAsync(name, Cancel);
            Assert.Equal(
                new GitRevision(id, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "first"), revision);
        }
    }

    [Fact]
    public async Task An_unknown_revision_is_refused_with_the_nearest_name()
    {
        _checkout.Commit();
        _checkout.Git("branch", "release");

        var problem = await FailureAsync(repository => repository.ResolveAsync("relaese", Cancel));
        Assert.Equal(GitCodes.RevisionUnknown, problem.Code);
        Assert.Contains("'release'", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main..HEAD", true)]
    [InlineData("..HEAD", false)]
    [InlineData("main..", false)]
    public async Task Of_a_range_with_two_dots_it_is_said_how_to_write_it(string range, bool isTold)
    {
        _checkout.Commit();

        var problem = await FailureAsync(repository => repository.ResolveAsync(range, Cancel));

        Assert.Equal(isTold, problem.Remedy.Contains("`slipway impact main...HEAD`", StringComparison.Ordinal));
        Assert.Equal(isTold, problem.Remedy.Contains("`slipway diff main HEAD`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--all")]
    [InlineData("")]
    [InlineData("HEAD:file")]
    public async Task What_is_no_commit_is_refused(string revision)
    {
        _checkout.Write("file", "f").Commit();
        Assert.Equal(
            GitCodes.RevisionUnknown,
            (await FailureAsync(repository => repository.ResolveAsync(revision, Cancel))).Code);
    }

    [Fact]
    public async Task A_date_is_resolved_to_the_last_commit_until_then()
    {
        string first = _checkout.Commit("first", "2026-01-01T00:00:00Z");
        _checkout.Commit("second", "2026-03-01T00:00:00Z");
        var repository = await RepositoryAsync();

        Assert.Equal(first, (await repository.ResolveAtAsync(Date(2), Cancel)).Id);
        Assert.Equal(first, (await repository.ResolveAtAsync(Date(1), Cancel)).Id);
        var problem = await FailureAsync(_ => repository.ResolveAtAsync(Date(1).AddSeconds(-1), Cancel));
        Assert.Equal(GitCodes.NoCommitThen, problem.Code);
    }

    [Fact]
    public async Task The_merge_base_is_where_the_branch_left_main()
    {
        string start = _checkout.Commit();
        _checkout.Git("checkout", "--quiet", "-b", "topic");
        _checkout.Commit();
        _checkout.Git("checkout", "--quiet", "main");
        _checkout.Commit();
        _checkout.Git("checkout", "--quiet", "topic");

        Assert.Equal(start, (await (await RepositoryAsync()).MergeBaseWithMainAsync(Cancel)).Id);
    }

    [Fact]
    public async Task What_origin_calls_its_head_is_the_main_branch_whatever_its_name()
    {
        _checkout.Git("branch", "--move", "trunk");
        string start = _checkout.Commit();
        _checkout.Git("clone", "--quiet", _checkout.Root, _checkout.Outside + "/clone");
        _checkout.Git("-C", _checkout.Outside + "/clone", "checkout", "--quiet", "-b", "main");

        using var clone = await GitRepository.RequireAsync(_checkout.Outside + "/clone", Cancel);
        Assert.Equal(start, (await clone.MergeBaseWithMainAsync(Cancel)).Id);
    }

    [Fact]
    public async Task Without_a_main_branch_there_is_nothing_to_compare_with()
    {
        _checkout.Git("branch", "--move", "trunk");
        _checkout.Commit();

        var problem = await FailureAsync(repository => repository.MergeBaseWithMainAsync(Cancel));
        Assert.Equal(GitCodes.NoMainBranch, problem.Code);
    }

    [Fact]
    public async Task A_history_that_shares_nothing_with_main_is_refused()
    {
        _checkout.Commit();
        _checkout.Git("checkout", "--quiet", "--orphan", "other");
        _checkout.Commit();

        var problem = await FailureAsync(repository => repository.MergeBaseWithMainAsync(Cancel));
        Assert.Equal(GitCodes.NoMergeBase, problem.Code);
        Assert.Contains(" main ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_shallow_checkout_every_advice_is_to_fetch_the_rest()
    {
        _checkout.Commit();
        _checkout.Commit();
        string clone = _checkout.Outside + "/shallow";
        _checkout.Git("clone", "--quiet", "--depth", "1", "file://" + _checkout.Root, clone);
        _checkout.Git("-C", clone, "checkout", "--quiet", "--detach");
        _checkout.Git("-C", clone, "branch", "--quiet", "-D", "main");
        _checkout.Git("-C", clone, "remote", "remove", "origin");

        using var repository = await GitRepository.RequireAsync(clone, Cancel);

        foreach (var ask in (Func<Task<GitRevision>>[])
        [
            () => repository.ResolveAsync("HEAD~1", Cancel),
            () => repository.ResolveAtAsync(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero), Cancel),
            () => repository.MergeBaseWithMainAsync(Cancel),
        ])
        {
            var problem = (await Assert.ThrowsAsync<SlipwayException>(ask)).Diagnostics.Single();
            Assert.Contains("is shallow", problem.Message, StringComparison.Ordinal);
            Assert.Contains("`git fetch --unshallow`", problem.Remedy, StringComparison.Ordinal);
            Assert.Contains("`fetch-depth: 0`", problem.Remedy, StringComparison.Ordinal);
        }

        var whole = await FailureAsync(checkout => checkout.ResolveAsync("HEAD~9", Cancel));
        Assert.DoesNotContain("shallow", whole.Message + whole.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untracked_and_ignored_files_are_told_apart()
    {
        _checkout.Write(".gitignore", "*.o\nout/\n").Write("a", "a").Commit();
        _checkout.Write("é new\nline", "n").Write("a.o", "o").Write("out/b", "b").Write("d/c", "c");
        _checkout.Git("init", "--quiet", "nested");
        _checkout.Write("nested/file", "f");

        var files = await (await RepositoryAsync()).UntrackedAsync(Cancel);
        Assert.Equal(
            ["d/c", "nested", "é new\nline"], files.Untracked.Select(path => path.Value).Order(StringComparer.Ordinal));
        Assert.Equal(["a.o", "out/b"], files.Ignored.Select(path => path.Value).Order(StringComparer.Ordinal));
        Assert.True(files.IsUntracked(RelativePath.Parse("nested/file")));
        Assert.False(files.IsIgnored(RelativePath.Parse("a")));
    }

    [Fact]
    public async Task Without_a_commit_there_is_no_revision()
    {
        Assert.Equal(
            GitCodes.RevisionUnknown, (await FailureAsync(repository => repository.ResolveAsync("HEAD", Cancel))).Code);
        Assert.Equal(
            GitCodes.NoMainBranch, (await FailureAsync(repository => repository.MergeBaseWithMainAsync(Cancel))).Code);
    }

    [Fact]
    public async Task A_checkout_of_another_owner_is_refused_with_the_command_that_trusts_it()
    {
        Needed.Or(Environment.UserName == "root", "the right to give files away");
        _checkout.Commit();
        Run("chown", "--recursive", "65534", _checkout.Root);

        var problem = await Assert.ThrowsAsync<SlipwayException>(() => GitRepository.FindAsync(_checkout.Root, Cancel));
        Assert.Equal(GitCodes.OwnerRefused, problem.Diagnostics.Single().Code);
        Assert.Contains(
            $"safe.directory '{_checkout.Root}'", problem.Diagnostics.Single().Remedy, StringComparison.Ordinal);
    }

    public void Dispose() => _checkout.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Date(int month) => new(2026, month, 1, 0, 0, 0, TimeSpan.Zero);

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private Task<GitRepository> RepositoryAsync() => GitRepository.RequireAsync(_checkout.Root, Cancel);

    private async Task<Diagnostic> FailureAsync(Func<GitRepository, Task> action)
    {
        using var repository = await RepositoryAsync();
        return (await Assert.ThrowsAsync<SlipwayException>(() => action(repository))).Diagnostics.Single();
    }
}
