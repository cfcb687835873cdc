using System.Text.Json;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Namespaces;

public class IndexNamingTests
{
    private static readonly InputsDigest Digest = TestTree.DigestOf("inputs");

    public static TheoryData<int> GoldenCases => [.. Enumerable.Range(0, Golden().RootElement.GetArrayLength())];

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Lookups_and_inserts_in_the_taskgraph_scheme_are_those_of_taskgraph(int index)
    {
        var golden = Golden().RootElement[index];
        var naming = new IndexNaming(
            new SlipwayConfig
            {
                Prefix =
                    golden.GetProperty("cached_task_prefix").GetString()
                    ?? golden.GetProperty("trust_domain").GetString()!,
                Dialect = TaskgraphDialect.Instance,
                Templates = IndexTemplates.Taskgraph,
                PullRequests = PullRequestScope.Shared,
            });
        var name = ImageName.Parse(golden.GetProperty("name").GetString()!);
        var digest = InputsDigest.Parse(golden.GetProperty("digest").GetString());
        bool isPullRequest = golden
            .GetProperty("tasks_for")
            .GetString()!
            .StartsWith("github-pull-request", StringComparison.Ordinal);
        var push = new PushContext
        {
            Level = Level.From(golden.GetProperty("level").GetInt32()),
            PushDate = DateTimeOffset.FromUnixTimeSeconds(golden.GetProperty("build_date").GetInt64()),
            PullRequest = isPullRequest ? "1" : null,
        };

        Assert.Equal(
            golden.GetProperty("index_search").EnumerateArray().Select(ns => ns.GetString()),
            naming.ReadableScopes(push).Select(scope => naming.Hash(name, digest, scope).Value));
        Assert.Equal(
            golden.GetProperty("routes").EnumerateArray().Select(ns => ns.GetString()!).Order(StringComparer.Ordinal),
            naming.Inserts(name, digest, push).Select(ns => $"index.{ns}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_push_inserts_the_push_date_and_latest_before_the_digest() =>
        Assert.Equal(
            [
                "gecko.cache.level-2.docker.v2.base.pushdate.2026.11-06-212000",
                "gecko.cache.level-2.docker.v2.base.latest",
                $"gecko.cache.level-2.docker.v2.base.hash.{Digest}",
            ],
            new IndexNaming(new SlipwayConfig { Prefix = "gecko" })
                .Inserts(ImageName.Parse("base"), Digest, TestTree.PushAt(2))
                .Select(ns => ns.Value));

    [Theory]
    [InlineData(1, null, "level-1", true)]
    [InlineData(1, null, "level-3", true)]
    [InlineData(3, null, "level-1", false)]
    [InlineData(2, null, "level-1", false)]
    [InlineData(3, null, "level-3", true)]
    [InlineData(1, null, "pr.42", false)]
    [InlineData(1, "42", "pr.42", true)]
    [InlineData(1, "43", "pr.42", false)]
    [InlineData(1, "42", "level-1", true)]
    [InlineData(3, "42", "level-1", false)]
    public void What_may_be_read_is_what_the_level_trusts_and_what_the_request_itself_built(
        int level, string? pullRequest, string builder, bool expected) =>
        Assert.Equal(expected, new IndexNaming(new SlipwayConfig { Prefix = "gecko" }).MayRead(
            TestTree.PushAt(level) with { PullRequest = pullRequest }, IndexScope.Parse(builder)));

    [Theory]
    [InlineData("level-3", "level-1", false)]
    [InlineData("level-1", "level-3", true)]
    [InlineData("level-1", "pr.7", false)]
    [InlineData("pr.7", "level-1", true)]
    [InlineData("pr.7", "pr.7", true)]
    [InlineData("pr.7", "pr.8", false)]
    [InlineData("pr.7", "pr", false)]
    [InlineData("pr", "pr.7", true)]
    [InlineData("pr", "pr", true)]
    [InlineData("pr.7", "anything", false)]
    [InlineData("pr", "anything", false)]
    public void A_scope_trusts_levels_and_itself_and_another_request_only_where_all_share(
        string scope,
        string builder,
        bool expected) => Assert.Equal(expected, IndexScope.Parse(scope).Trusts(IndexScope.Parse(builder)));

    [Fact]
    public void Requests_that_share_read_what_another_one_built() =>
        Assert.True(
            new IndexNaming(new SlipwayConfig { Prefix = "gecko", PullRequests = PullRequestScope.Shared }).MayRead(
                TestTree.PushAt(1) with
                {
                    PullRequest = "43",
                },
                IndexScope.PullRequest("42")));

    [Fact]
    public void A_template_that_gives_no_namespace_is_a_coded_error()
    {
        var naming = new IndexNaming(new SlipwayConfig { Prefix = "no spaces" });

        var failure = Assert.Throws<SlipwayException>(
            () => naming.Latest(ImageName.Parse("base"), IndexScope.Of(Level.Lowest)));

        Assert.Equal(IndexCodes.InvalidNamespace, Assert.Single(failure.Diagnostics).Code);
    }

    [Fact]
    public void Pull_requests_that_are_not_indexed_read_trusted_levels_only()
    {
        var naming = new IndexNaming(new SlipwayConfig { Prefix = "gecko", PullRequests = PullRequestScope.None });
        var push = TestTree.PushAt(2, "7");

        Assert.Equal(["level-3", "level-2"], naming.ReadableScopes(push).Select(scope => scope.Text));
        Assert.Empty(naming.Inserts(ImageName.Parse("base"), Digest, push));
        Assert.Equal(3, naming.Inserts(ImageName.Parse("base"), Digest, push with { PullRequest = null }).Length);
    }

    [Fact]
    public void Entries_expire_by_level()
    {
        var naming = new IndexNaming(new SlipwayConfig { Prefix = "gecko" });

        Assert.Equal(TestTree.Now.AddDays(28), naming.ExpiryOf(TestTree.PushAt(1), TestTree.Now));
        Assert.Equal(TestTree.Now.AddDays(365), naming.ExpiryOf(TestTree.PushAt(3), TestTree.Now));
    }

    private static JsonDocument Golden() =>
        JsonDocument.Parse(
            File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Golden", "taskgraph-cached-tasks.json")));
}
