using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Digests;

/// <summary>Images for another platform than the tree's.</summary>
public sealed class PlatformTests
{
    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void Two_images_that_differ_in_the_platform_alone_have_two_digests(Scheme scheme)
    {
        var digests = DigestsOf(scheme, "one: {}", "two: { definition: one, platform: linux/arm64 }");

        Assert.NotEqual(digests["one"], digests["two"]);
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void The_platform_of_the_tree_changes_nothing_where_an_image_names_it(Scheme scheme) => Assert.Equal(
        DigestsOf(scheme, "one: {}")["one"], DigestsOf(scheme, "one: { platform: linux/amd64 }")["one"]);

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void Other_images_keep_their_digests(Scheme scheme) => Assert.Equal(
        DigestsOf(scheme, "one: {}")["one"],
        DigestsOf(scheme, "one: {}", "two: { definition: one, platform: linux/arm64 }")["one"]);

    [Fact]
    public void A_child_has_another_digest_when_its_parent_is_for_another_platform() => Assert.NotEqual(
        DigestsOf(Scheme.Taskgraph, "one: {}", "child: { definition: one, parent: one }")["child"],
        DigestsOf(
            Scheme.Taskgraph, "one: { platform: linux/arm64 }", "child: { definition: one, parent: one }")["child"]);

    [Fact]
    public void A_plan_says_what_each_image_is_for()
    {
        var catalog = CatalogOf(Scheme.Slipway, ["one: {}", "two: { definition: one, platform: linux/arm64 }"]);
        var digest = InputsDigest.Of("x"u8);
        var planner = new Planner(
            catalog,
            catalog.ParentsFirst.ToDictionary(image => image.Name, _ => digest),
            new PlanRequest
            {
                Wanted = [.. catalog.ParentsFirst.Select(image => image.Name)],
                Push = new PushContext { Level = Level.From(1), PushDate = DateTimeOffset.UnixEpoch },
                Now = DateTimeOffset.UnixEpoch,
            });

        Assert.Equal(
            [null, "linux/arm64"],
            planner.Plan(new Dictionary<IndexNamespace, Model.Indexing.IndexEntry>())
                .Images.Select(image => image.Platform));
    }

    [Theory]
    [InlineData("arm64")]
    [InlineData("linux/")]
    [InlineData("Linux/ARM")]
    [InlineData("linux/arm/v7/x")]
    public void What_is_no_platform_is_refused_with_its_place(string platform)
    {
        var problem = Assert.Single(
            Tree(Scheme.Slipway, [$"one: {{ platform: {platform} }}"]).Problems());

        Assert.Equal(ConfigurationCodes.BadValue, problem.Code);
        Assert.Equal(("slipway.yml", 5), (problem.Location?.File, problem.Location?.Line));
    }

    private static Dictionary<string, InputsDigest> DigestsOf(Scheme scheme, params string[] images)
    {
        var problems = new DiagnosticBag();
        var catalog = CatalogOf(scheme, images);
        var inputs = new DigestCalculator(Tree(scheme, images), catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        return inputs.ToDictionary(pair => pair.Key.Value, pair => pair.Value.Digest);
    }

    private static ImageCatalog CatalogOf(Scheme scheme, string[] images) =>
        CatalogReader.Read(Tree(scheme, images), KnownDialects.All).Catalog;

    private static Slipway.Tests.Trees.InMemorySourceTree Tree(Scheme scheme, string[] images) =>
        CatalogCase.TreeWith(("one", "FROM scratch\n")).WithConfig(
            $"prefix: a\nscheme: {scheme.Dialect().Name}\nimage-builder: b:1\nimages:\n"
            + string.Concat(images.Select(image => $"  {image}\n")));
}
