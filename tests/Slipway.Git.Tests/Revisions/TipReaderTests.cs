using Slipway.Git.Revisions;
using Slipway.Git.Tests.Support;

namespace Slipway.Git.Tests.Revisions;

public sealed class TipReaderTests : IDisposable
{
    private readonly TempCheckout _checkout = new();

    [Fact]
    public async Task A_repository_without_a_commit_has_no_tips() => Assert.Empty(await TipsAsync());

    [Fact]
    public async Task Branches_and_tags_of_both_kinds_lead_to_commits()
    {
        string first = _checkout.Commit("first");
        _checkout.Git("tag", "v1");
        _checkout.Git("tag", "--annotate", "--message", "two", "v/2");
        _checkout.Git("branch", "release/1");
        string second = _checkout.Commit("second");

        Assert.Equal(
            [$"Branch main {second}", $"Branch release/1 {first}", $"CheckedOut HEAD {second}", $"Tag v/2 {first}",
                $"Tag v1 {first}"],
            await TipsAsync());
    }

    [Fact]
    public async Task A_tag_of_a_file_leads_to_no_commit()
    {
        _checkout.Write("a", "text").Commit();
        _checkout.Git("tag", "file", "HEAD:a");
        _checkout.Git("tag", "folder", "HEAD^{tree}");
        _checkout.Git("tag", "--annotate", "--message", "x", "told", "HEAD:a");

        Assert.DoesNotContain(await TipsAsync(), tip => tip.StartsWith("Tag ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_fetched_has_the_name_of_the_branch_there_and_the_main_one_stands_once()
    {
        string id = _checkout.Commit();
        _checkout.Git("update-ref", "refs/remotes/origin/feature/x", id);
        _checkout.Git("update-ref", "refs/remotes/origin/main", id);
        _checkout.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");

        Assert.Equal(
            [$"Branch feature/x {id}", $"Branch main {id}", $"CheckedOut HEAD {id}"], await TipsAsync());
    }

    [Fact]
    public async Task What_other_working_trees_have_checked_out_counts()
    {
        string first = _checkout.Commit("first");
        _checkout.Git("worktree", "add", "--quiet", "--detach", _checkout.Path("../beside"));
        string second = _checkout.Commit("second");

        Assert.Equal(
            new[] { $"Branch main {second}", $"CheckedOut HEAD {first}", $"CheckedOut HEAD {second}" }
                .Order(StringComparer.Ordinal),
            await TipsAsync());
    }

    public void Dispose() => _checkout.Dispose();

    private async Task<string[]> TipsAsync()
    {
        using var repository = await GitRepository.RequireAsync(
            _checkout.Root, TestContext.Current.CancellationToken);
        return
        [
            .. (await repository.TipsAsync(TestContext.Current.CancellationToken))
                .Select(tip => $"{tip.Kind} {tip.Name} {tip.Commit}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
