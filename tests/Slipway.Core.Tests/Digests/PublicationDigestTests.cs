using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Trees;
using Slipway.Tree;

namespace Slipway.Core.Tests.Digests;

/// <summary>Writing down what was published must not change what was published.</summary>
public sealed class PublicationDigestTests
{
    [Theory]
    [InlineData("slipway")]
    [InlineData("taskgraph")]
    public void A_HASH_changes_no_publication_digest_of_its_image_or_of_its_children(string scheme)
    {
        using var files = Tree(scheme);
        var before = Inputs(files);
        files.Write("images/base/HASH", $"{Sha256Digest.Of("a"u8).ToOciString()}\n");
        var after = Inputs(files);

        Assert.Equal(before["base"].PublicationDigest, after["base"].PublicationDigest);
        Assert.Equal(before["child"].PublicationDigest, after["child"].PublicationDigest);
    }

    [Fact]
    public void In_the_slipway_scheme_a_HASH_is_no_input_at_all()
    {
        using var files = Tree("slipway");
        var before = Inputs(files)["base"];
        files.Write("images/base/HASH", $"{Sha256Digest.Of("a"u8).ToOciString()}\n");
        var after = Inputs(files)["base"];

        Assert.Equal(before.Digest, after.Digest);
        Assert.Equal(after.Digest, after.PublicationDigest);
        Assert.DoesNotContain(after.Context.Files, file => file.Path == "HASH");
    }

    [Fact]
    public void In_the_taskgraph_scheme_a_HASH_is_an_input_as_it_is_for_taskgraph()
    {
        using var files = Tree("taskgraph");
        var before = Inputs(files)["base"].Digest;
        files.Write("images/base/HASH", $"{Sha256Digest.Of("a"u8).ToOciString()}\n");

        Assert.NotEqual(before, Inputs(files)["base"].Digest);
    }

    [Theory]
    [InlineData("slipway")]
    [InlineData("taskgraph")]
    public void Everything_else_changes_it(string scheme)
    {
        using var files = Tree(scheme);
        var before = Inputs(files);
        files.Write("images/base/VERSION", "2\n");
        var after = Inputs(files);

        Assert.NotEqual(before["base"].PublicationDigest, after["base"].PublicationDigest);
    }

    [Fact]
    public void A_file_HASH_of_a_task_image_is_a_file_like_any_other()
    {
        using var files = Tree("slipway");
        var before = Inputs(files)["task"].Digest;
        files.Write("images/task/HASH", "abc\n");

        Assert.NotEqual(before, Inputs(files)["task"].Digest);
    }

    private static TempTree Tree(string scheme)
    {
        var files = new TempTree();
        files
            .Write(
                "slipway.yml",
                $"folder: images\nscheme: {scheme}\nregistry: ghcr.io/owner\nimages: {{ base: , task: , child: {{ "
                + "parent: base } }\n")
            .Write("images/base/Dockerfile", "FROM scratch\n")
            .Write("images/base/VERSION", "1\n")
            .Write("images/child/Dockerfile", "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n")
            .Write("images/task/Dockerfile", "FROM scratch\n");
        return files;
    }

    private static Dictionary<string, ImageInputs> Inputs(TempTree files)
    {
        var tree = new LocalSourceTree(files.Root);
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        var problems = new DiagnosticBag();
        problems.AddRange(reading.Diagnostics);
        var inputs = new DigestCalculator(tree, reading.Catalog.Config, NoDigestCache.Instance)
            .Compute(reading.Catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        return inputs.ToDictionary(pair => pair.Key.Value, pair => pair.Value);
    }
}
