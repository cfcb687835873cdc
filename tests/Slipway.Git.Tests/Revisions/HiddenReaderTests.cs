using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Git.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Git.Tests.Revisions;

/// <summary>Checkouts that differ from what git has where git itself says nothing.</summary>
public sealed class HiddenReaderTests : IDisposable
{
    private readonly TempCheckout _checkout = new();
    private GitRepository? _repository;

    [Theory]
    [InlineData("--assume-unchanged", HidingReason.AssumedUnchanged)]
    [InlineData("--skip-worktree", HidingReason.Skipped)]
    public async Task A_changed_file_that_git_passes_over_has_the_content_of_the_revision(
        string flag, HidingReason reason)
    {
        string then = _checkout.Write("a/file", "before").Write("a/same", "same").Commit();
        _checkout.Git("update-index", flag, "a/file", "a/same");
        _checkout.Write("a/file", "after");

        Assert.Equal("before", TreeListing.ReadText(await TreeAsync(then), "a/file"));
        var hidden = await HiddenAsync();
        Assert.Equal([reason, reason], hidden.Files.Values);
        Assert.Equal(["a/file"], await DifferingAsync(then));
    }

    [Fact]
    public async Task A_file_that_a_sparse_checkout_leaves_out_is_there_in_the_revision()
    {
        string then = _checkout.Write("in/file", "in").Write("out/deep/file", "out").MakeExecutable("out/deep/file")
            .Commit();
        _checkout.Git("sparse-checkout", "set", "in");
        Assert.False(File.Exists(_checkout.Path("out/deep/file")));

        var tree = await TreeAsync(then);

        Assert.Equal("out", TreeListing.ReadText(tree, "out/deep/file"));
        Assert.True(tree.Find(RelativePath.Parse("out/deep/file"))!.Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("in", TreeListing.ReadText(tree, "in/file"));
        Assert.Equal(["out/deep/file"], await DifferingAsync(then));
    }

    [Fact]
    public async Task A_bit_and_a_file_that_came_later_are_seen_as_well()
    {
        string then = _checkout.Write("tool", "t").Commit();
        _checkout.Write("later", "l").Commit();
        _checkout.Git("update-index", "--assume-unchanged", "tool", "later");
        _checkout.MakeExecutable("tool");

        var tree = await TreeAsync(then);

        Assert.False(tree.Find(RelativePath.Parse("tool"))!.Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.Null(tree.Find(RelativePath.Parse("later")));
        Assert.Equal(["later", "tool"], await DifferingAsync(then));
    }

    [Fact]
    public async Task Line_ends_that_git_converts_are_no_difference()
    {
        string then = _checkout.Write(".gitattributes", "* text eol=crlf\n").Write("text", "a\r\n").Commit();
        _checkout.Git("update-index", "--assume-unchanged", "text");

        Assert.Empty(await DifferingAsync(then));
    }

    [Fact]
    public async Task An_edited_submodule_has_what_its_commit_has()
    {
        Submodule();
        string then = _checkout.Commit();
        _checkout.Write("sub/lib", "edited").Write("sub/new", "new");

        var tree = await TreeAsync(then);

        Assert.Equal("one", TreeListing.ReadText(tree, "sub/lib"));
        Assert.Null(tree.Find(RelativePath.Parse("sub/new")));
        Assert.Equal(SubmoduleState.Edited, Assert.Single((await HiddenAsync()).Submodules).State);
    }

    [Fact]
    public async Task A_submodule_at_another_commit_has_what_it_had()
    {
        Submodule();
        string then = _checkout.Commit();
        _checkout.Write("sub/lib", "two");
        _checkout.Git("-C", "sub", "commit", "--quiet", "--all", "--message=two");

        Assert.Equal("one", TreeListing.ReadText(await TreeAsync(then), "sub/lib"));
        Assert.Equal(SubmoduleState.Moved, Assert.Single((await HiddenAsync()).Submodules).State);

        _checkout.Commit();
        Assert.Equal("one", TreeListing.ReadText(await TreeAsync(then), "sub/lib"));
        Assert.Equal(SubmoduleState.Clean, Assert.Single((await HiddenAsync()).Submodules).State);
    }

    [Fact]
    public async Task A_submodule_whose_commit_is_nowhere_is_an_error_in_its_folder_only()
    {
        Submodule();
        _checkout.Write("file", "f");
        _checkout.Commit();
        _checkout.Git("update-index", "--cacheinfo", $"160000,{new string('1', 40)},sub");
        _checkout.Git("commit", "--quiet", "--message=nowhere");
        string then = _checkout.Git("rev-parse", "HEAD");

        var tree = await TreeAsync(then);

        Assert.Equal("f", TreeListing.ReadText(tree, "file"));
        var problem = Assert.Throws<SlipwayException>(() => tree.List(RelativePath.Parse("sub")));
        Assert.Equal(GitCodes.SubmoduleUnavailable, problem.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task A_submodule_that_is_not_cloned_says_so()
    {
        Submodule();
        _checkout.Commit();
        string clone = _checkout.Outside + "/clone";
        _checkout.Git("clone", "--quiet", _checkout.Root, clone);

        using var repository = await GitRepository.RequireAsync(clone, Cancel);

        Assert.Equal(
            [("sub", SubmoduleState.NotCloned)],
            (await repository.HiddenAsync(Cancel)).Submodules.Select(sub => (sub.Path.Value, sub.State)));
    }

    [Fact]
    public async Task A_plain_checkout_hides_nothing()
    {
        _checkout.Write("a", "a").Commit();

        Assert.True((await HiddenAsync()).IsEmpty);
    }

    public void Dispose()
    {
        _repository?.Dispose();
        _checkout.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A submodule <c>sub</c> with a file <c>lib</c>.</summary>
    private void Submodule()
    {
        string other = _checkout.Outside + "/other";
        Directory.CreateDirectory(other);
        _checkout.Git("-C", other, "init", "--quiet", "--initial-branch=main");
        File.WriteAllText(other + "/lib", "one");
        _checkout.Git("-C", other, "add", "--all");
        _checkout.Git("-C", other, "commit", "--quiet", "--message=one");
        _checkout.Git("submodule", "--quiet", "add", other, "sub");
    }

    private async Task<GitRepository> RepositoryAsync() =>
        _repository ??= await GitRepository.RequireAsync(_checkout.Root, Cancel);

    private async Task<HiddenFiles> HiddenAsync() => await (await RepositoryAsync()).HiddenAsync(Cancel);

    private async Task<string[]> DifferingAsync(string revision)
    {
        var repository = await RepositoryAsync();
        var differing = await repository.HiddenSinceAsync(
            await repository.ResolveAsync(revision, Cancel), await HiddenAsync(), Cancel);
        return [.. differing.Select(path => path.Value).Order(StringComparer.Ordinal)];
    }

    private async Task<ISourceTree> TreeAsync(string revision)
    {
        var repository = await RepositoryAsync();
        return await repository.OpenTreeAsync(
            await repository.ResolveAsync(revision, Cancel), _checkout.Open(), hideUntracked: true, Cancel);
    }
}
