using Slipway.Application.Checks;
using Slipway.Application.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Tests.Retention;

/// <summary>What of a tree's index expires, and who needs it.</summary>
public sealed class ForecastTests : IDisposable
{
    private readonly PolicyTree _tree = new("rules: [{ keep: 3 }]");

    [Fact]
    public async Task What_branches_tags_and_the_tree_lose_is_named_with_what_it_costs()
    {
        var main = await _tree.BuildAsync();
        _tree.Git("tag", "v1").Git("switch", "--quiet", "--create", "topic");
        var topic = await _tree.BuildAsync("two");
        _tree.Commit().Advance(1);
        var unused = await _tree.BuildAsync("three");
        _tree.Advance(1);
        var present = await _tree.BuildAsync("four");

        var forecast = await _tree.ForecastAsync(30);

        Assert.Equal(
            [
                $"{main["app"].Short} branch main, tag v1",
                $"{topic["app"].Short} branch topic",
                $"{unused["app"].Short} ",
                $"{present["app"].Short} {TreeUse.WorkingTree}",
            ],
            forecast.Expiries
                .Where(expiry => expiry.Entry.Name == "app")
                .OrderBy(expiry => expiry.Entry.Expires)
                .ThenBy(expiry => expiry.Users.FirstOrDefault(), StringComparer.Ordinal)
                .Select(expiry => $"{expiry.Entry.Digest.Short} {string.Join(", ", expiry.Users)}"));
        Assert.All(forecast.Expiries, expiry => Assert.NotNull(expiry.Rebuild));
        Assert.Equal(6, forecast.Needed.Count());
        Assert.Empty((await _tree.ForecastAsync(20)).Expiries);
    }

    [Fact]
    public async Task What_has_expired_and_is_still_needed_is_named_until_it_is_built_again()
    {
        var main = await _tree.BuildAsync();
        _tree.Commit().Advance(29);

        Assert.Equal(
            main.Values.Select(digest => digest.ToString()).Order(StringComparer.Ordinal),
            (await _tree.ForecastAsync(7)).Expiries
                .Select(expiry => expiry.Entry.Digest.ToString()).Order(StringComparer.Ordinal));
        await _tree.BuildAsync();
        Assert.Empty((await _tree.ForecastAsync(7)).Expiries);
    }

    [Fact]
    public async Task An_image_that_a_task_uses_is_marked()
    {
        await _tree.BuildAsync();
        _tree.Write("taskcluster/ci/test/kind.yml", "jobs:\n  t:\n    worker:\n      docker-image: { in-tree: app }\n");

        var forecast = await _tree.ForecastAsync(30);

        Assert.Equal(
            ["app"], forecast.Expiries.Where(forecast.IsUsedByTask).Select(expiry => expiry.Entry.Name));
    }

    [Fact]
    public async Task A_check_names_what_other_branches_lose_where_there_is_a_policy()
    {
        var topic = await _tree.BuildAsync("two");
        _tree.Git("switch", "--quiet", "--create", "topic").Commit().Advance(3);
        _tree.Git("switch", "--quiet", "main");
        await _tree.BuildAsync();
        _tree.Commit().Advance(20);

        var found = await FindAsync();

        Assert.Equal(2, found.Length);
        Assert.All(found, finding => Assert.Equal(Severity.Warning, finding.Diagnostic.Severity));
        Assert.Contains(found, finding => finding.Diagnostic.Message.StartsWith(
            $"app with the digest {topic["app"].Short}, which branch topic needs, expires on ",
            StringComparison.Ordinal));
        _tree.Configure(null);
        Assert.Empty(await FindAsync());
    }

    public void Dispose() => _tree.Dispose();

    private async Task<Finding[]> FindAsync()
    {
        await using var workspace = _tree.Open();
        var result = await workspace.CheckAsync(
            new CheckOptions { IsOffline = true, ExpiringWithin = TimeSpan.FromDays(7) },
            TestContext.Current.CancellationToken);
        return [.. result.Report.Findings.Where(finding => finding.Diagnostic.Code == CheckCodes.NeededExpiring)];
    }
}
