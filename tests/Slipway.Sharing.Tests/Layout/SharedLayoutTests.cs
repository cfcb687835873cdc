using System.Text;
using CsCheck;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Tests.Layout;

/// <summary>Where namespaces are in a registry.</summary>
public sealed class SharedLayoutTests
{
    private static readonly RepositoryName Root = RepositoryName.Parse("registry.example/ci");

    private static readonly InputsDigest Digest = InputsDigest.Of("inputs"u8);

    private static readonly ImageName Base = ImageName.Parse("base");

    [Fact]
    public void A_level_is_a_part_of_the_path_and_the_rest_a_tag()
    {
        var (layout, naming) = Open();
        var scope = IndexScope.Of(Level.Highest);
        var date = new DateTimeOffset(2026, 11, 6, 21, 20, 5, TimeSpan.Zero);

        Assert.Equal(
            $"registry.example/ci/level-3/base:hash.{Digest}",
            layout.Find(naming.Hash(Base, Digest, scope))!.Reference.ToString());
        Assert.Equal(
            "registry.example/ci/level-3/base:latest",
            layout.Find(naming.Latest(Base, scope))!.Reference.ToString());
        Assert.Equal(
            "registry.example/ci/level-3/base:pushdate.20261106212005",
            layout.Find(naming.PushDate(Base, scope, date))!.Reference.ToString());
    }

    [Theory]
    [InlineData(PullRequestScope.Isolated, "17", "ci/pr/17/base")]
    [InlineData(PullRequestScope.Isolated, "fix-it-0123456789ab", "ci/pr/fix-it-0123456789ab/base")]
    [InlineData(PullRequestScope.Shared, null, "ci/pr-shared/base")]
    public void A_pull_request_has_a_path_of_its_own(PullRequestScope scopes, string? id, string path)
    {
        var (layout, naming) = Open(config => config with { PullRequests = scopes });

        var place = layout.Find(naming.Hash(Base, Digest, IndexScope.PullRequest(id)))!;

        Assert.Equal(path, place.Repository.Path);
        Assert.Null(place.Scope.Level);
    }

    [Theory]
    [InlineData("-odd--0123456789ab")]
    [InlineData("__-0123456789ab")]
    [InlineData("a___b-0123456789ab")]
    public void An_id_that_is_no_part_of_a_path_gets_one_that_is_nobody_elses(string id)
    {
        var (layout, naming) = Open();

        var place = layout.Find(naming.Hash(Base, Digest, IndexScope.PullRequest(id)))!;

        Assert.StartsWith("ci/pr/x-", place.Repository.Path, StringComparison.Ordinal);
        Assert.Equal(IndexScope.PullRequest(id), place.Scope);
        Assert.NotEqual(
            place.Repository,
            layout.Find(naming.Hash(Base, Digest, IndexScope.PullRequest(id + "x")))!.Repository);
    }

    [Fact]
    public void Every_namespace_of_the_templates_has_a_place_that_leads_back_to_it()
    {
        var names = Gen.OneOf("a", "a.b", "a__b", "latest", "x.hash", "level-3", "docker.v2.a", "0-0");
        var scopes = Gen.OneOf<IndexScope>(
            [.. Level.Lowest.TrustedLevels().Select(IndexScope.Of), IndexScope.PullRequest("5")]);
        var templates = Gen.OneOf(
            IndexTemplates.Slipway,
            IndexTemplates.Taskgraph,
            new IndexTemplates(
                "{scope}.{prefix}.{digest}.{name}",
                "{name}.{scope}.x-{name}",
                "{prefix}.{name}.{pushdatetime}.{scope}.{year}"),
            new IndexTemplates("{scope}.{name}.h.{digest}", "{scope}.{name}.l", "{scope}.{name}.d.{year}{month}"));
        var dates = Gen.Int[0, 400_000].Select(
            hours => new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours));
        Gen.Select(names, scopes, templates, dates).Sample((text, scope, template, date) =>
        {
            var (layout, naming) = Open(config => config with { Templates = template });
            var name = ImageName.Parse(text);
            foreach (var ns in (IndexNamespace[])
                [naming.Hash(name, Digest, scope), naming.Latest(name, scope), naming.PushDate(name, scope, date)])
            {
                var place = layout.Find(ns);
                Assert.NotNull(place);
                Assert.Equal(ns, place.Namespace);
                Assert.Equal(scope, place.Scope);
                Assert.Equal(ns, layout.PlaceOf(place.Scope, place.Image!.Value, place.Tag)!.Namespace);
                Assert.True(ImageReference.IsTag(place.Tag));
            }
        });
    }

    [Theory]
    [InlineData("gecko.cache.level-3.docker.v2.base")]
    [InlineData("gecko.cache.level-4.docker.v2.base.latest")]
    [InlineData("gecko.cache.level-3.docker.v2.Base.latest")]
    [InlineData("gecko.cache.level-3.docker.v2.base.hash.abc")]
    [InlineData("gecko.cache.level-3.docker.v2.base.pushdate.2026.13-01-000000")]
    [InlineData("other.cache.level-3.docker.v2.base.latest")]
    public void What_no_template_makes_has_no_place_of_an_image(string text) =>
        Assert.Null(Open().Layout.Find(IndexNamespace.Parse(text)));

    [Fact]
    public void Any_other_namespace_has_a_place_for_each_scope()
    {
        var (layout, _) = Open();
        var scope = IndexScope.Of(Level.From(2));

        var plain = layout.Named(IndexNamespace.Parse("project.tools_1.x-y"), scope);
        var odd = layout.Named(IndexNamespace.Parse("project.(odd)"), scope);
        var longest = layout.Named(IndexNamespace.Parse(new string('n', 255)), scope);

        Assert.Equal("ci/level-2/slipway--names", plain.Repository.Path);
        Assert.Equal("name.project.tools_1.x-y", plain.Tag);
        Assert.Equal(plain.Namespace, SharedTags.NameOf(plain.Tag));
        Assert.All([odd, longest], place => Assert.True(SharedTags.IsHashedName(place.Tag)));
        Assert.All([odd, longest], place => Assert.True(ImageReference.IsTag(place.Tag)));
        Assert.NotEqual(odd.Tag, longest.Tag);
    }

    [Theory]
    [InlineData("slipway--names")]
    [InlineData("slipway--leases")]
    public void An_image_that_is_called_as_a_repository_of_slipways_own_is_refused(string name) =>
        AssertUnfit(RepositoryName.Parse("registry.example/ci"), name);

    [Fact]
    public void A_repository_that_would_be_too_long_is_refused() =>
        AssertUnfit(RepositoryName.Parse($"registry.example/{new string('p', 200)}"), new string('n', 60));

    private static void AssertUnfit(RepositoryName root, string name)
    {
        var layout = new SharedLayout(root, new SlipwayConfig { Prefix = "gecko" });

        var failure = Assert.Throws<SlipwayException>(
            () => layout.RepositoryOf(IndexScope.Of(Level.Highest), ImageName.Parse(name)));

        Assert.Equal(SharingCodes.NameUnfit, failure.Diagnostics[0].Code);
        Assert.Contains(name, failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private static (SharedLayout Layout, IndexNaming Naming) Open(Func<SlipwayConfig, SlipwayConfig>? change = null)
    {
        var config = new SlipwayConfig { Prefix = "gecko" };
        config = change?.Invoke(config) ?? config;
        return (new SharedLayout(Root, config), new IndexNaming(config));
    }
}
