using Slipway.Git.Programs;
using Slipway.Git.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Git.Tests;

public sealed class SuperprojectTests : IDisposable
{
    private readonly TempCheckout _checkout = new();
    private readonly TempCheckout _library = new();

    public SuperprojectTests()
    {
        _library.Write("sub/file", "f").Commit();
        _checkout.Write("file", "f").Commit();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _checkout.Dispose();
        _library.Dispose();
    }

    [Fact]
    public async Task A_submodule_has_the_checkout_around_it()
    {
        AddSubmodule();

        Assert.Equal(new Superproject(_checkout.Root, Lib), await FindAsync("vendor/lib/sub"));
        Assert.Null(await FindAsync("vendor"));
    }

    [Fact]
    public async Task One_that_the_index_does_not_have_any_more_still_has_it()
    {
        AddSubmodule();
        _checkout.Git("rm", "--quiet", "--cached", "vendor/lib");

        Assert.Equal(new Superproject(_checkout.Root, Lib), await FindAsync("vendor/lib"));
    }

    [Fact]
    public async Task One_in_a_linked_working_tree_has_that_one()
    {
        AddSubmodule();
        _checkout.Commit();
        string linked = Path.Join(_checkout.Outside, "linked");
        _checkout.Git("worktree", "add", "--quiet", "-b", "other", linked);
        _checkout.Git("-C", linked, "submodule", "--quiet", "update", "--init");

        using var repository = await GitRepository.RequireAsync(Path.Join(linked, "vendor/lib"), Cancel);

        Assert.Equal(new Superproject(linked, Lib), await repository.FindSuperprojectAsync(Cancel));
    }

    [Fact]
    public async Task A_clone_or_a_working_tree_that_lies_in_another_checkout_is_no_submodule()
    {
        _checkout.Git("clone", "--quiet", _library.Root, _checkout.Path("clone"));
        _checkout.Git("worktree", "add", "--quiet", "-b", "other", _checkout.Path("linked"));
        _library.Git("worktree", "add", "--quiet", "-b", "other", _checkout.Path("elsewhere"));

        foreach (string folder in new[] { "clone", "linked", "elsewhere" })
        {
            Assert.Null(await FindAsync(folder));
        }
    }

    [Theory]
    [InlineData("true", "")]
    [InlineData("false", "../..")]
    [InlineData("false", "..")]
    public async Task Files_that_make_a_folder_a_git_directory_make_no_checkout(string bare, string worktree)
    {
        _checkout.Git("init", "--quiet", "--bare", _checkout.Path("deep/fake"));
        _checkout.Write("deep/fake/tree/file", "f");
        string settings = _checkout.Path("deep/fake/config");
        _checkout.Git("config", "--file", settings, "core.bare", bare);
        if (worktree.Length > 0)
        {
            _checkout.Git("config", "--file", settings, "core.worktree", worktree);
        }

        foreach (string folder in new[] { "deep/fake", "deep/fake/tree" })
        {
            var failure = await Assert.ThrowsAsync<SlipwayException>(
                () => GitRepository.FindAsync(_checkout.Path(folder), Cancel));
            Assert.Equal(GitCodes.InGitDirectory, failure.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task A_folder_is_where_it_is_whatever_its_name()
    {
        _checkout.Write("a\nb/ c\n/file", "f");

        using var repository = await GitRepository.RequireAsync(_checkout.Path("a\nb/ c\n"), Cancel);

        Assert.Equal("a\nb/ c\n", repository.Place.Value);
    }

    private static RelativePath Lib { get; } = RelativePath.Parse("vendor/lib");

    private void AddSubmodule() => _checkout.Git("submodule", "--quiet", "add", _library.Root, "vendor/lib");

    private async Task<Superproject?> FindAsync(string folder)
    {
        using var repository = await GitRepository.RequireAsync(_checkout.Path(folder), Cancel);
        return await repository.FindSuperprojectAsync(Cancel);
    }
}
