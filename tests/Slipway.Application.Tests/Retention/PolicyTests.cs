using System.Text;
using Slipway.Application.Retention;
using Slipway.Core.Planning;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Retention;

/// <summary>Collections by the policy of a tree.</summary>
public sealed class PolicyTests : IDisposable
{
    private const string OnlyWhatIsUsed = "rules: [{ keep: 0 }]";

    private readonly PolicyTree _tree = new(OnlyWhatIsUsed);

    [Fact]
    public async Task What_branches_tags_and_the_tree_use_stays_and_the_rest_goes_as_the_plan_said()
    {
        var main = await _tree.BuildAsync();
        _tree.Git("tag", "v1").Git("switch", "--quiet", "--create", "topic");
        var topic = await _tree.BuildAsync("two");
        _tree.Commit();
        var gone = await _tree.BuildAsync("three");
        var present = await _tree.BuildAsync("four");
        _tree.Advance(2);

        var plan = await _tree.CollectAsync(planOnly: true);
        var done = await _tree.CollectAsync();

        Assert.Equal(Sorted(gone.Values), Sorted(plan.Retired.Select(retired => retired.Verdict.Build.Digest)));
        Assert.Equal(
            Sorted(main.Values.Concat(topic.Values).Concat(present.Values)),
            Sorted(plan.Kept.Select(verdict => verdict.Build.Digest)));
        Assert.Equal(plan.Plan.Bytes, done.Plan.Bytes);
        Assert.Equal(plan.Plan.Images, done.Plan.Images);
        Assert.Equal(plan.Plan.Blobs, done.Plan.Blobs);
        Assert.Equal(plan.Retired.Sum(retired => retired.Bytes), plan.Plan.Blobs.Sum(blob => blob.Size));
        Assert.Equal(["branch main", "tag v1"], Users(plan, main["app"]));
        Assert.Equal(["branch topic"], Users(plan, topic["app"]));
        Assert.Equal(["the working tree"], Users(plan, present["app"]));
        Assert.Equal(PlanAction.Reuse, (await _tree.PlanAsync()).Plan.Images[1].Action);
        Assert.True((await _tree.CollectAsync(planOnly: true)).Plan.IsEmpty);
        _tree.Git("checkout", "--quiet", "--", "images").Git("switch", "--quiet", "main");
        Assert.All((await _tree.PlanAsync()).Plan.Images, image => Assert.Equal(PlanAction.Reuse, image.Action));
    }

    [Fact]
    public async Task What_is_checked_out_elsewhere_counts_whatever_the_policy_names()
    {
        using var other = new TempFolder();
        Configure("rules: [{ keep: 0 }]\n  used-by: { branches: [none], tags: [] }");
        var first = await _tree.BuildAsync();
        _tree.Commit().Git("worktree", "add", "--quiet", "--detach", Path.Join(other.Path, "beside"));
        await _tree.BuildAsync("two");
        _tree.Advance(2);

        Assert.Contains(first["app"], Kept(await _tree.CollectAsync()));
        _tree.Git("worktree", "remove", Path.Join(other.Path, "beside")).Commit();
        Assert.DoesNotContain(first["app"], Kept(await _tree.CollectAsync()));
    }

    [Fact]
    public async Task A_branch_that_was_fetched_counts_without_the_name_of_its_remote()
    {
        Configure("rules: [{ keep: 0 }]\n  used-by: { branches: [\"release/*\"], tags: [] }");
        var first = await _tree.BuildAsync();
        _tree.Commit().Git("update-ref", "refs/remotes/origin/release/1", "HEAD");
        await _tree.BuildAsync("two");
        _tree.Commit().Advance(2);

        var report = await _tree.CollectAsync();

        Assert.Contains(first["app"], Kept(report));
        Assert.Equal(["branch release/1"], Users(report, first["app"]));
    }

    [Fact]
    public async Task What_kept_images_are_built_on_stays_where_no_branch_needs_it()
    {
        Configure("rules: [{ images: [app], keep: 1 }, { keep: 0 }]");
        var first = await _tree.BuildAsync();
        // The base is needed by nobody but the last build of app.
        Directory.Delete(Path.Join(_tree.Root, "images/app"), recursive: true);
        _tree.Write("images/base/words", "two").Git("rm", "-rq", "--cached", "images/app").Commit();
        _tree.Git("branch", "--quiet", "-M", "other").Git("tag", "-l");
        _tree.Advance(2);

        var report = await _tree.CollectAsync();

        Assert.Equal(Sorted(first.Values), Sorted(Kept(report)));
        Assert.Contains(
            report.Kept.Single(verdict => verdict.Build.Digest == first["base"]).Reasons,
            reason => reason is { Kind: KeepKind.BuiltOn, By: "app" });
    }

    [Fact]
    public async Task Without_a_policy_only_expiry_counts()
    {
        Configure(null);
        await _tree.BuildAsync();
        await _tree.BuildAsync("two");
        _tree.Advance(20);
        Assert.True((await _tree.CollectAsync(planOnly: true)).Plan.IsEmpty);
        _tree.Advance(9);

        var report = await _tree.CollectAsync();

        Assert.False(report.HasPolicy);
        Assert.Equal(4, report.Plan.Images.Length);
    }

    [Fact]
    public async Task What_another_tree_built_in_the_same_store_is_left_to_its_expiry()
    {
        Configure("rules: [{ keep: 0 }]", prefix: "elsewhere");
        await _tree.BuildAsync();
        Configure(OnlyWhatIsUsed);
        _tree.Advance(2);

        var report = await _tree.CollectAsync();

        Assert.True(report.HasPolicy);
        Assert.True(report.Plan.IsEmpty);
        Assert.Empty(report.Kept);
        _tree.Advance(27);
        Assert.Equal(2, (await _tree.CollectAsync()).Plan.Images.Length);
    }

    [Fact]
    public async Task What_a_rule_keeps_stays_after_it_expired_and_is_not_found()
    {
        Configure("rules: [{ keep: 5 }]\n  used-by: { branches: [none], tags: [] }");
        var first = await _tree.BuildAsync();
        _tree.Advance(40);

        Assert.True((await _tree.CollectAsync()).Plan.IsEmpty);
        Assert.All((await _tree.PlanAsync()).Plan.Images, image => Assert.Equal(PlanAction.Build, image.Action));
        await using var workspace = _tree.Open();
        var build = (await workspace.BuildsAsync("app", TestContext.Current.CancellationToken))[0];
        var insertion = await workspace.Index.PrepareAsync(
            $"test.cache.level-1.docker.v2.app.hash.{first["app"]}",
            build.Id.Value,
            TestContext.Current.CancellationToken);
        await workspace.Index.InsertAsync(insertion, TestContext.Current.CancellationToken);
        Assert.Equal(PlanAction.Reuse, (await _tree.PlanAsync()).Plan.Images.Single(
            image => image.Name.Value == "app").Action);
    }

    [Fact]
    public async Task With_more_tips_than_may_be_read_nothing_is_removed()
    {
        Configure("rules: [{ keep: 0 }]\n  used-by: { most-tips: 2 }");
        await _tree.BuildAsync();
        _tree.Commit().Git("branch", "b").Commit().Git("branch", "c").Commit().Advance(2);

        var problem = await _tree.FailureAsync();

        Assert.Equal(RetentionCodes.TooManyTips, problem.Code);
        Configure("rules: [{ keep: 0 }]\n  used-by: { most-tips: 2, branches: [main, b] }");
        Assert.NotEmpty((await _tree.CollectAsync()).Kept);
    }

    [Fact]
    public async Task A_branch_with_a_broken_image_uses_the_others_and_that_is_told()
    {
        Configure(OnlyWhatIsUsed);
        var first = await _tree.BuildAsync();
        _tree.Commit().Git("switch", "--quiet", "--create", "broken")
            .Write("images/app/Dockerfile", "FROM base\nCOPY\n").Commit().Git("switch", "--quiet", "main");
        await _tree.BuildAsync("two");
        _tree.Commit().Advance(2);

        var report = await _tree.CollectAsync();

        Assert.Contains(first["base"], Kept(report));
        Assert.DoesNotContain(first["app"], Kept(report));
        var warning = Assert.Single(_tree.Feedback.Warnings, told => told.Code == RetentionCodes.UseUnknown);
        Assert.Contains("branch broken", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_references_keeps_what_it_names()
    {
        Configure("rules: [{ keep: 0 }]\n  used-by: { branches: [none], tags: [], files: [in-use.txt] }");
        var first = await _tree.BuildAsync();
        var second = await _tree.BuildAsync("two");
        var third = await _tree.BuildAsync("three");
        var fourth = await _tree.BuildAsync("four");
        _tree.Write("in-use.txt", $"# deployed\nregistry.example/ci/app:{first["app"].ToString()[..12]}\n").Commit();
        _tree.Advance(2);
        await using var workspace = _tree.Open(
            input: () => new MemoryStream(Encoding.UTF8.GetBytes($"sha256:{second["base"]}\n")));

        var report = await workspace.Store.CollectAsync(
            planOnly: false, ["-"], TestContext.Current.CancellationToken);

        Assert.Equal(
            Sorted(first.Values.Append(second["base"]).Concat(fourth.Values)), Sorted(Kept(report)));
        Assert.DoesNotContain(third["app"], Kept(report));
        Assert.Equal(["in-use.txt:2"], Users(report, first["app"]));
    }

    [Theory]
    [InlineData(null, "SLIP1312", "slipway.yml:7:13")]
    [InlineData("app:latest\n\nno reference\n", "SLIP1311", "in-use.txt:3")]
    [InlineData("caf\u00e9 \n", "SLIP1311", "in-use.txt:1")]
    public async Task A_list_that_cannot_be_read_stops_the_collection(string? list, string code, string place)
    {
        Configure("rules: [{ keep: 0 }]\n  used-by:\n    files: [in-use.txt]");
        await _tree.BuildAsync();
        await _tree.BuildAsync("two");
        if (list is not null)
        {
            _tree.Write("in-use.txt", list);
        }

        _tree.Advance(2);

        var problem = await _tree.FailureAsync();

        Assert.Equal((code, place), (problem.Code.ToString(), problem.Location.ToString()));
        Configure(null);
        Assert.True((await _tree.CollectAsync(planOnly: true)).Plan.IsEmpty);
    }

    [Fact]
    public async Task A_policy_that_is_half_understood_stops_the_collection()
    {
        await _tree.BuildAsync();
        Configure("rules: [{ keep: 0 }]\n  used-bye: { branches: [main] }");
        _tree.Advance(40);

        Assert.Equal("SLIP1012 slipway.yml:6:3", Text(await _tree.FailureAsync()));
    }

    [Fact]
    public async Task A_list_needs_a_policy_that_it_adds_to()
    {
        Configure(null);

        Assert.Equal(RetentionCodes.ReferencesMissing, (await _tree.FailureAsync("in-use.txt")).Code);
    }

    [Fact]
    public async Task Named_branches_need_a_checkout()
    {
        Configure("used-by: { branches: [main] }");
        Directory.Delete(Path.Join(_tree.Root, ".git"), recursive: true);

        Assert.Equal("SLIP1902", (await _tree.FailureAsync()).Code.ToString());
        Configure(OnlyWhatIsUsed);
        Assert.True((await _tree.CollectAsync()).HasPolicy);
    }

    [Fact]
    public async Task What_a_running_build_found_stays_for_it()
    {
        await _tree.BuildAsync();
        // The base is in no branch any more, and the tree is another one when the collection looks.
        _tree.Write("images/base/words", "two").Commit().Write("images/base/words", "one");
        _tree.Write("images/app/Dockerfile", "FROM base\n# again\n").Advance(3);
        var during = new List<GcReport>();
        _tree.Engine.Empty();
        _tree.Engine.DuringBuild = async (name, _) =>
        {
            _tree.Write("images/base/words", "two");
            during.Add(await _tree.CollectAsync());
            _tree.Write("images/base/words", "one");
        };

        var built = await _tree.BuildAsync();

        var report = Assert.Single(during);
        Assert.Contains(
            report.Kept.Single(verdict => verdict.Build.Digest == built["base"]).Reasons,
            reason => reason.Kind == KeepKind.JustWritten);
        Assert.All((await _tree.PlanAsync()).Plan.Images, image => Assert.Equal(PlanAction.Reuse, image.Action));
    }

    [Fact]
    public async Task What_was_collected_between_a_plan_and_its_build_is_missed_and_built_the_next_time()
    {
        await _tree.BuildAsync();
        _tree.Write("images/base/words", "two").Commit().Write("images/base/words", "one");
        _tree.Write("images/app/Dockerfile", "FROM base\n# again\n").Advance(3);
        await using var workspace = _tree.Open();
        var cancel = TestContext.Current.CancellationToken;
        var plan = await workspace.PlanAsync(workspace.Select([]), force: false, cancel);
        _tree.Engine.Empty();
        _tree.Write("images/base/words", "two");
        Assert.Equal(2, (await _tree.CollectAsync()).Plan.Images.Length);
        _tree.Write("images/base/words", "one");

        var outcomes = await workspace.BuildAsync(plan, new() { Parallelism = 1 }, cancel);

        Assert.Equal("SLIP1304", outcomes.Single(outcome => outcome.Planned.Name.Value == "app")
            .Diagnostics[0].Code.ToString());
        var built = await _tree.BuildAsync();
        Assert.Equal(2, built.Count);
    }

    public void Dispose() => _tree.Dispose();

    private void Configure(string? policy, string prefix = "test") => _tree.Configure(policy, prefix);

    private static IEnumerable<InputsDigest> Kept(GcReport report) =>
        report.Kept.Select(verdict => verdict.Build.Digest);

    private static IEnumerable<string?> Users(GcReport report, InputsDigest digest) => report.Kept
        .Single(verdict => verdict.Build.Digest == digest).Reasons
        .Where(reason => reason.Kind == KeepKind.Used)
        .Select(reason => reason.By);

    private static IEnumerable<string> Sorted(IEnumerable<InputsDigest> digests) =>
        digests.Select(digest => digest.ToString()).Order(StringComparer.Ordinal);

    private static string Text(Diagnostic problem) => $"{problem.Code} {problem.Location}";
}
