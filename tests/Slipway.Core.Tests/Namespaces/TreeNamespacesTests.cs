using CsCheck;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Namespaces;

public sealed class TreeNamespacesTests
{
    private static readonly IndexTemplates Own = new(
        "{scope}.{prefix}.{name}.{digest}",
        "{scope}.{prefix}.{name}.l{level}",
        "{prefix}.{scope}.{name}.{pushdatetime}");

    public static TheoryData<string> Templates() => ["slipway", "taskgraph", "own"];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Whatever_a_push_inserts_is_the_trees_and_says_image_and_scope(string templates) => Gen.Select(
            Gen.OneOf(Gen.Const("a"), Gen.Const("base-1.x"), Gen.Const("a__b"), Gen.Const("x86.64-deb")),
            Gen.Int[1, 3],
            Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)"42"), Gen.Const((string?)"feature-x")),
            Gen.Bool)
        .Sample((name, level, request, isShared) =>
        {
            var config = Config(templates) with
            {
                PullRequests = isShared ? PullRequestScope.Shared : PullRequestScope.Isolated,
            };
            var push = new PushContext
            {
                Level = Level.From(level),
                PullRequest = request,
                PushDate = DateTimeOffset.UnixEpoch.AddYears(50),
            };
            var naming = new IndexNaming(config);
            var inserts = naming.Inserts(ImageName.Parse(name), InputsDigest.Of("x"u8), push);

            Assert.NotEmpty(inserts);
            Assert.All(
                inserts,
                ns => Assert.Equal((name, naming.WritableScope(push)), new TreeNamespaces(config).Read(ns)));
            Assert.All(inserts, ns => Assert.Null(new TreeNamespaces(config with { Prefix = "other" }).Read(ns)));
        });

    [Theory]
    [InlineData("repo.cache.level-1.docker.v2.base.hash.latest-x")]
    [InlineData("repo.cache.level-1.docker.v2.base")]
    [InlineData("xrepo.cache.level-1.docker.v2.base.latest")]
    [InlineData("repo.x.cache.level-1.docker.v2.base.latest")]
    [InlineData("repoxcache.level-1.docker.v2.base.latest")]
    [InlineData("repo.cache.level-1.docker-images.v2.base.latest")]
    [InlineData("my.own.name")]
    public void What_no_template_gives_is_somebody_elses(string ns) =>
        Assert.Null(new TreeNamespaces(Config("slipway")).Read(IndexNamespace.Parse(ns)));

    private static SlipwayConfig Config(string templates) => new()
    {
        Prefix = "repo",
        Templates = templates switch
        {
            "own" => Own,
            "taskgraph" => IndexTemplates.Taskgraph,
            _ => IndexTemplates.Slipway,
        },
    };
}
