using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Images;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class RegistryImageTests
{
    private const string Hash = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static InMemorySourceTree Published() =>
        TreeWith(("a", "FROM scratch\n")).With("taskcluster/docker/a/VERSION", " 1.4.0\n");

    [Fact]
    public void A_folder_with_a_version_is_a_registry_image()
    {
        var image = Published()
            .With("taskcluster/docker/a/REGISTRY", "ghcr.io/owner\n")
            .With("taskcluster/docker/a/HASH", $"{Hash}\n")
            .Sound()
            .Image("a");

        Assert.Equal(ImageKind.Registry, image.Kind);
        Assert.Equal(new RegistryIdentity("ghcr.io/owner/a", "1.4.0", Hash), image.Registry);
    }

    [Theory]
    [InlineData("VERSION", "1.4.0\n")]
    [InlineData("REGISTRY", "ghcr.io/owner\n")]
    [InlineData("HASH", $"{Hash}\n")]
    public void A_byte_order_mark_is_named(string file, string content)
    {
        var problem = Assert.Single(
            Published().With($"taskcluster/docker/a/{file}", "\uFEFF" + content).Problems());

        Assert.Equal($"taskcluster/docker/a/{file}:1", problem.Location.ToString());
        Assert.Contains("byte order mark", problem.Message, StringComparison.Ordinal);
        Assert.Contains("without a byte order mark", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_registry_and_hash_both_are_unknown() =>
        Assert.Equal(new RegistryIdentity(null, "1.4.0", null), Published().Sound().Image("a").Registry);

    [Fact]
    public void The_registry_is_looked_for_in_three_places()
    {
        var tree = Published().WithConfig("registry: third");
        Assert.Equal("third/a", tree.Sound().Image("a").Registry?.PublishedName);
        tree.Add("taskcluster/docker/REGISTRY", "second\n");
        Assert.Equal("second/a", tree.Sound().Image("a").Registry?.PublishedName);
        tree.Add("taskcluster/docker/a/REGISTRY", "first\n");
        Assert.Equal("first/a", tree.Sound().Image("a").Registry?.PublishedName);
    }

    [Fact]
    public void A_registry_or_hash_without_a_version_makes_no_registry_image()
    {
        var image = TreeWith(("a", "FROM scratch\n")).With("taskcluster/docker/a/HASH", Hash).Sound().Image("a");

        Assert.Equal(ImageKind.Task, image.Kind);
        Assert.Null(image.Registry);
    }

    [Fact]
    public void A_variant_is_published_under_its_own_name() =>
        Assert.Equal(
            "x/b",
            Published()
                .WithConfig("registry: x\nimages: { b: { definition: a } }")
                .Sound()
                .Image("b")
                .Registry?.PublishedName);

    [Theory]
    [InlineData("VERSION", "", 1111)]
    [InlineData("VERSION", "1.0\n2.0", 1111)]
    [InlineData("VERSION", "v 1", 1111)]
    [InlineData("VERSION", "-1", 1111)]
    [InlineData("REGISTRY", "", 1112)]
    [InlineData("REGISTRY", "https://ghcr.io", 1112)]
    [InlineData("REGISTRY", "ghcr.io/a b", 1112)]
    [InlineData("HASH", "one two", 1114)]
    public void A_file_that_does_not_hold_what_it_is_for_is_an_error(string file, string content, int code)
    {
        var result = CatalogReader.Read(Published().With($"taskcluster/docker/a/{file}", content), KnownDialects.All);

        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal((code, $"taskcluster/docker/a/{file}:1"), (problem.Code.Number, problem.Location.ToString()));
        Assert.Empty(result.Catalog.ParentsFirst);
    }

    [Fact]
    public void A_registry_file_that_is_wrong_is_reported_once_for_all_images() =>
        ProblemAssert.Single(
            Published()
                .With(DockerfileOf("b"), "FROM scratch\n")
                .With("taskcluster/docker/b/VERSION", "1")
                .With("taskcluster/docker/REGISTRY", "a b")
                .Problems(),
            CatalogCodes.RegistryInvalid,
            "taskcluster/docker/REGISTRY:1");
}
