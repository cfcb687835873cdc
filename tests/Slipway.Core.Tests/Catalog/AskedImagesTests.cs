using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Core.Tests.Digests;
using Slipway.Dialects;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

/// <summary>Who asks about some images learns of them what reading all of the tree gives.</summary>
public sealed class AskedImagesTests
{
    /// <summary>What an image's Dockerfile says of another one, {0}.</summary>
    private static readonly string[] Uses =
    [
        "COPY --from={0} / /\n",
        "FROM {0}\n",
        "FROM registry.example/team/{0}:1.0\n",
        "ONBUILD COPY --from={0} / /\n",
        "RUN --mount=type=bind,from=registry.example/team/{0} true\n",
        "COPY --from={0}x / /\n",
        "COPY --from={0}:1 / /\n",
        "COPYY {0}\n",
    ];

    /// <summary>For each of some images the others that it uses, and how; some are published.</summary>
    private static readonly Gen<((int How, int Other)[] Uses, bool IsPublished)[]> Images = Gen.Select(
        Gen.Select(Gen.Frequency((20, Gen.Int[0, 4]), (1, Gen.Int[5, 7])), Gen.Int[0, 9]).Array[0, 2],
        Gen.Bool).Array[1, 9];

    [Fact]
    public void Of_each_image_the_same_is_known_as_when_all_are_read() =>
        Images.Sample(
            images =>
            {
                var tree = TreeOf(images);
                var all = CatalogReader.Read(tree, KnownDialects.All);
                return Enumerable.Range(0, images.Length)
                    .Select(i => $"i{i}")
                    .All(image => Says(all, image) == Says(Ask(tree, image), image));
            },
            iter: 2000);

    [Fact]
    public void Only_the_Dockerfiles_of_what_is_needed_are_read()
    {
        var counting = new CountingTree(TreeWith(
                ("base", "FROM scratch\nONBUILD COPY --from=tool / /\n"),
                ("tool", "FROM scratch\n"),
                ("app", "FROM registry.example/team/base:2\n"),
                ("other", "FROM app\n"),
                ("broken", "COPYY\n"))
            .With("taskcluster/docker/base/VERSION", "2\n")
            .With("taskcluster/docker/REGISTRY", "registry.example/team\n"));
        var catalog = Ask(counting, "app").Catalog;
        Assert.Equal(["base", "tool", "app"], catalog.Names());
        Assert.Equal(
            [DockerfileOf("app"), DockerfileOf("base"), DockerfileOf("tool")],
            counting.Opened.Where(file => file.EndsWith("/Dockerfile", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("a*", "a1 a2")]
    [InlineData("taskcluster/docker/a1", "a1")]
    [InlineData("taskcluster", "a1 a2 b")]
    public void A_pattern_and_a_path_mean_the_same_images(string typed, string names) => Assert.Equal(
        names,
        string.Join(
            ' ',
            Ask(TreeWith(("a1", "FROM scratch\n"), ("a2", "FROM scratch\n"), ("b", "FROM scratch\n")), typed)
                .Catalog.Names()));

    [Theory]
    [InlineData("nothing")]
    [InlineData("broken")]
    [InlineData("child")]
    [InlineData("circle")]
    [InlineData("BAD")]
    public void All_is_read_where_something_is_wrong_with_what_is_asked_for(string typed)
    {
        var tree = TreeWith(
            ("broken", "COPYY\n"),
            ("child", "FROM broken\n"),
            ("circle", "FROM circle\n"),
            ("BAD", "FROM scratch\n"),
            ("sound", "FROM scratch\n"));
        var all = CatalogReader.Read(tree, KnownDialects.All);
        var asked = Ask(tree, typed);
        Assert.Equal(all.Diagnostics, asked.Diagnostics);
        Assert.Equal(all.Catalog.Names(), asked.Catalog.Names());
        Assert.Equal(all.Catalog.Unknown(typed), asked.Catalog.Unknown(typed));
    }

    [Fact]
    public void Nothing_is_said_of_the_others()
    {
        var tree = TreeWith(("broken", "COPYY\n"), ("sound", "FROM scratch\n"));
        Assert.NotEmpty(tree.Problems());
        ProblemAssert.None(Ask(tree, "sound").Diagnostics);
    }

    private static CatalogResult Ask(Model.Trees.ISourceTree tree, string typed) => CatalogReader.Read(
        tree,
        KnownDialects.All,
        only: new AskedImages([typed], text => RelativePath.TryParse(text, out var path) ? path : null));

    /// <summary>What is known of an image and of all that it needs; else what is wrong with it.</summary>
    private static string Says(CatalogResult read, string image) => read.Catalog.FindUnfit(image) is { } unfit
        ? string.Join('\n', unfit.Diagnostics)
        : string.Join('\n', read.Catalog.WithAncestors([ImageName.Parse(image)]).Select(known =>
            $"{known.Name} {known.Kind} {known.Registry} "
            + string.Join(',', known.Parents.Select(edge => $"{edge.Parent} {edge.Roles} {edge.Uses.Length}"))));

    private static InMemorySourceTree TreeOf(((int How, int Other)[] Uses, bool IsPublished)[] images)
    {
        var tree = TreeWith(
        [
            .. images.Select((image, i) => ($"i{i}", "FROM scratch\n" + string.Concat(
                image.Uses.Select(use => string.Format(Uses[use.How], $"i{use.Other}"))))),
        ]).With("taskcluster/docker/REGISTRY", "registry.example/team\n");
        for (int i = 0; i < images.Length; i++)
        {
            if (images[i].IsPublished)
            {
                tree.With($"taskcluster/docker/i{i}/VERSION", "1.0\n");
            }
        }

        return tree;
    }
}
