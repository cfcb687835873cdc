using System.Text;
using Slipway.Git.Programs;
using Slipway.Git.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Git.Tests.Revisions;

public sealed class MainBranchTests : IDisposable
{
    private static readonly RelativePath Policy = RelativePath.Parse("trust/policy.yml");

    private readonly TempCheckout _checkout = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task It_has_what_its_tip_has_whatever_the_checkout_has()
    {
        _checkout.Write("trust/policy.yml", "of main").Write("trust/other", "o").Link("link", "trust").Commit();
        _checkout.Git("checkout", "--quiet", "-b", "change");
        _checkout.Write("trust/policy.yml", "of the change").Write("trust/new", "n").Delete("link").Commit();
        using var repository = await GitRepository.RequireAsync(_checkout.Path("trust"), Cancel);
        var main = Assert.Single(await repository.MainBranchesAsync(Cancel));
        RelativePath[] asked =
        [
            Policy, RelativePath.Parse("trust/po*.yml"), RelativePath.Parse("trust/new"), RelativePath.Parse("link"),
        ];

        var entries = await main.EntriesAsync(asked, Cancel);

        Assert.Equal("refs/heads/main", main.Name);
        Assert.Equal(["link", "trust/policy.yml"], entries.Keys.Order().Select(path => path.Value));
        Assert.Equal("of main", Encoding.UTF8.GetString((await main.ReadAsync(entries[Policy], Cancel)).Span));
        Assert.Equal([false, true], new[] { entries[Policy], entries[asked[3]] }.Select(entry => entry.IsLink));
    }

    [Fact]
    public async Task It_finds_its_files_by_the_end_of_their_path()
    {
        _checkout.Write("trust/policy.yml", "a").Write("a/trust/policy.yml", "b").Write("distrust/policy.yml", "c")
            .Commit();
        using var repository = await GitRepository.RequireAsync(_checkout.Path("a"), Cancel);
        var main = Assert.Single(await repository.MainBranchesAsync(Cancel));

        Assert.Equal(
            ["a/trust/policy.yml", "trust/policy.yml"],
            (await main.PathsEndingInAsync(Policy, Cancel)).Order().Select(path => path.Value));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_taken_for_one_that_is_not_there()
    {
        _checkout.Write("trust/policy.yml", "of main").Commit();
        string id = _checkout.Git("rev-parse", "main:trust/policy.yml").Trim();
        _checkout.Delete($".git/objects/{id[..2]}/{id[2..]}");
        using var repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);
        var main = Assert.Single(await repository.MainBranchesAsync(Cancel));
        var entry = (await main.EntriesAsync([Policy], Cancel))[Policy];

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => main.ReadAsync(entry, Cancel));

        Assert.Equal(GitCodes.Failed, failure.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("heads/topic", "")]
    [InlineData("heads/main heads/master", "heads/main heads/master")]
    [InlineData("remotes/origin/main heads/main heads/master", "remotes/origin/main heads/master")]
    [InlineData("remotes/origin/master heads/main heads/master", "remotes/origin/master heads/main")]
    [InlineData("remotes/origin/main remotes/origin/master", "remotes/origin/main remotes/origin/master")]
    [InlineData("remotes/origin/HEAD remotes/origin/main heads/master", "remotes/origin/HEAD")]
    public async Task What_may_be_the_main_branch_is_told_the_most_telling_first(string known, string told)
    {
        string commit = _checkout.Commit();
        _checkout.Git("checkout", "--quiet", "--detach");
        _checkout.Git("branch", "--delete", "--force", "main");
        foreach (string name in known.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _checkout.Git(
                name == "remotes/origin/HEAD"
                    ? ["symbolic-ref", $"refs/{name}", "refs/remotes/origin/main"]
                    : ["update-ref", $"refs/{name}", commit]);
        }

        using var repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);

        Assert.Equal(
            told.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"refs/{name}"),
            (await repository.MainBranchesAsync(Cancel)).Select(branch => branch.Name));
    }

    [Fact]
    public async Task A_branch_of_origin_called_HEAD_is_not_its_head()
    {
        string commit = _checkout.Commit();
        _checkout.Git("update-ref", "refs/remotes/origin/main", commit);
        _checkout.Git("update-ref", "refs/remotes/origin/HEAD", _checkout.Commit("evil"));
        using var repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);

        Assert.Equal(
            "refs/remotes/origin/main", Assert.Single(await repository.MainBranchesAsync(Cancel)).Name);
    }

    [Theory]
    [InlineData("+refs/heads/*:refs/remotes/origin/*", "refs/remotes/origin/main")]
    [InlineData("+refs/heads/main:refs/remotes/origin/main", "refs/remotes/origin/main")]
    [InlineData("+refs/pull/*:refs/remotes/pull/*", "refs/remotes/origin/main")]
    [InlineData("+refs/*:refs/*", "refs/heads/main")]
    [InlineData("refs/remotes/*:refs/remotes/*", "refs/heads/main")]
    [InlineData("+refs/pull/*:refs/remotes/origin/*", "refs/heads/main")]
    public async Task What_is_fetched_as_a_branch_of_origin_and_is_none_there_does_not_count(
        string fetched, string main)
    {
        string commit = _checkout.Commit();
        _checkout.Git("config", "remote.origin.fetch", fetched);
        _checkout.Git("update-ref", "refs/remotes/origin/main", commit);
        using var repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);

        Assert.Equal(main, Assert.Single(await repository.MainBranchesAsync(Cancel)).Name);
    }

    [Fact]
    public async Task What_stands_for_a_file_in_the_replacements_of_somebody_is_not_read()
    {
        _checkout.Write("trust/policy.yml", "of main").Commit();
        _checkout.Write("evil", "evil").Commit();
        _checkout.Git("replace", _checkout.Git("rev-parse", "main:trust/policy.yml"), _checkout.Git(
            "rev-parse", "main:evil"));
        using var repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);
        var main = Assert.Single(await repository.MainBranchesAsync(Cancel));

        var entry = (await main.EntriesAsync([Policy], Cancel))[Policy];

        Assert.Equal("of main", Encoding.UTF8.GetString((await main.ReadAsync(entry, Cancel)).Span));
    }
}
