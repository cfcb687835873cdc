using System.Text;
using System.Text.Json;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Digests;

public sealed class DigestCalculatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_manifest_is_canonical_json_and_the_digest_is_its_hash()
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n# %include mach\n")
            .Write("mach", "#!\n", TempTree.Runnable).Link("img/latest", "v\"2");

        var inputs = ContextCase.Inputs(
            files,
            args: new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Z"] = "é\n",
                ["A"] = "1",
            });

        string hash = Sha256Digest.Of("FROM scratch\n# %include mach\n"u8).ToString();
        string mach = Sha256Digest.Of("#!\n"u8).ToString();
        Assert.Equal(
            "{\"args\":{\"A\":\"1\",\"Z\":\"é\\n\"},\"cacheBuster\":\"\",\"files\":["
            + $"{{\"mode\":\"644\",\"path\":\"Dockerfile\",\"sha256\":\"{hash}\",\"size\":29}},"
            + "{\"mode\":\"link\",\"path\":\"latest\",\"target\":\"v\\\"2\"},"
            + $"{{\"mode\":\"755\",\"path\":\"topsrcdir/mach\",\"sha256\":\"{mach}\",\"size\":3}}"
            + "],\"parents\":[],\"platform\":\"linux/amd64\",\"schema\":\"slipway.inputs/v1\"}",
            Encoding.UTF8.GetString(inputs.WriteManifest()));
        Assert.Equal(InputsDigest.Of(inputs.WriteManifest()), inputs.Digest);
        Assert.Null(inputs.ContextHash);
        Assert.Equal([hash, null, mach], inputs.FileHashes.Select(h => h?.ToString()));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void Images_on_different_external_images_have_different_digests(Scheme scheme)
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n");

        var digests = ((string[])["debian:12", "debian:13"]).Select(image =>
            ContextCase
                .Inputs(
                    files,
                    scheme,
                    args: new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_IMAGE_PARENT"] = image })
                .Digest);

        Assert.Distinct(digests);
    }

    [Fact]
    public void A_parents_digest_is_part_of_its_childs()
    {
        using var files = new TempTree();
        files.Write("base/Dockerfile", "FROM scratch\n").Write("img/Dockerfile", "FROM base\n");

        var before = Compute(files, NoDigestCache.Instance);
        files.Write("base/Dockerfile", "FROM scratch\nRUN x\n");
        var after = Compute(files, NoDigestCache.Instance);

        using var manifest = JsonDocument.Parse(before["img"].WriteManifest());
        var parent = Assert.Single(manifest.RootElement.GetProperty("parents").EnumerateArray());
        Assert.Equal("base", parent.GetProperty("ref").GetString());
        Assert.Equal(before["base"].Digest.ToString(), parent.GetProperty("digest").GetString());
        Assert.NotEqual(before["img"].Digest, after["img"].Digest);
    }

    [Fact]
    public void The_taskgraph_manifest_has_the_bits_on_disk()
    {
        using var files = new TempTree();
        files
            .Write("img/Dockerfile", "FROM scratch\n")
            .Write("img/x", "1", (UnixFileMode)0x1FD)
            .Write("img/y", "1", (UnixFileMode)0x180);

        using var manifest = JsonDocument.Parse(ContextCase.Inputs(files, Scheme.Taskgraph).WriteManifest());

        Assert.Equal(
            ["644", "775", "600"],
            manifest.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("mode").GetString()));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void A_warm_run_opens_no_file_and_gives_the_same(Scheme scheme)
    {
        using var files = Shared();
        var cache = new MemoryDigestCache();
        var cold = Compute(files, cache, scheme);
        var tree = new CountingTree(files.Open());

        var warm = Compute(files, cache, scheme, tree);

        Assert.Equal(cold["img"].Digest, warm["img"].Digest);
        Assert.Equal(cold["img"].ContextHash, warm["img"].ContextHash);
        Assert.Equal(["base/Dockerfile", "img/Dockerfile"], tree.Opened.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_many_images_include_is_read_once()
    {
        using var files = Shared();
        var tree = new CountingTree(files.Open());

        Compute(files, NoDigestCache.Instance, tree: tree);

        Assert.Equal(1, tree.Opened.Count(path => path == "t/x"));
    }

    [Theory]
    [InlineData(Scheme.Slipway, "same-size")]
    [InlineData(Scheme.Slipway, "grown")]
    [InlineData(Scheme.Taskgraph, "same-size")]
    public void A_file_that_changes_while_it_is_read_is_an_error_at_the_include(Scheme scheme, string how)
    {
        using var files = Shared();
        var tree = new CountingTree(files.Open())
        {
            AfterOpen = path =>
            {
                if (path == "t/x")
                {
                    files.Write("t/x", how == "grown" ? "12" : "2");
                }
            },
        };

        var problems = new DiagnosticBag();
        var results = Compute(files, NoDigestCache.Instance, scheme, tree, problems);

        Assert.Empty(results);
        Assert.All(problems.ToSorted(), d => Assert.Equal(TreeCodes.FileChanged, d.Code));
        Assert.Contains(problems.ToSorted(), d => d.Location == new SourceLocation("img/Dockerfile", 2));
    }

    [Fact]
    public void An_image_with_a_problem_takes_only_its_children_with_it()
    {
        using var files = new TempTree();
        files.Write("base/Dockerfile", "FROM scratch\n# %include nope\n").Write("img/Dockerfile", "FROM base\n")
            .Write("other/Dockerfile", "FROM scratch\n");
        var tree = files.Open();
        var problems = new DiagnosticBag();

        var results = new DigestCalculator(tree, ContextCase.Config(), NoDigestCache.Instance).Compute(
            [
                ContextCase.Read(tree, folder: "base"),
                ContextCase.Read(tree, parents: ["base"]),
                ContextCase.Read(tree, folder: "other"),
            ],
            problems,
            Cancellation);

        Assert.Equal(["other"], results.Keys.Select(name => name.Value));
        Assert.Equal(IncludeCodes.IncludeMissing, Assert.Single(problems.ToSorted()).Code);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_at_the_include()
    {
        using var files = Shared();
        var tree = new CountingTree(files.Open())
        {
            // Root may read everything, so the refusal has to be made.
            AfterOpen = path =>
            {
                if (path == "t/x")
                {
                    throw TreeProblems.Unreadable(RelativePath.Parse(path), "Permission denied");
                }
            },
        };
        var problems = new DiagnosticBag();

        Compute(files, NoDigestCache.Instance, tree: tree, problems: problems);

        Assert.All(problems.ToSorted(), d => Assert.Equal(TreeCodes.Unreadable, d.Code));
        Assert.Equal(
            ["base/Dockerfile:2", "img/Dockerfile:2"],
            problems.ToSorted().Select(d => d.Location.ToString()));
    }

    [Fact]
    public void An_argument_with_half_a_surrogate_pair_is_an_error()
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n");

        var problem = Assert.Throws<SlipwayException>(() => ContextCase.Inputs(
            files, args: new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "\ud800" }));

        Assert.Equal(ContextCodes.NotUnicode, problem.Diagnostics[0].Code);
    }

    private static TempTree Shared() => new TempTree()
        .Write("base/Dockerfile", "FROM scratch\n# %include t\n")
        .Write("img/Dockerfile", "FROM base\n# %include t\n# %include ./t/x\n")
        .Write("t/x", "1").Write("t/y", "2");

    private static Dictionary<string, ImageInputs> Compute(
        TempTree files,
        IDigestCache cache,
        Scheme scheme = Scheme.Slipway,
        ISourceTree? tree = null,
        DiagnosticBag? problems = null)
    {
        tree ??= files.Open();
        var found = problems ?? new DiagnosticBag();
        ImageDefinition[] images =
            [ContextCase.Read(tree, scheme, "base"), ContextCase.Read(tree, scheme, parents: ["base"])];
        var results = new DigestCalculator(tree, ContextCase.Config(scheme), cache).Compute(
            images, found, Cancellation);
        if (problems is null)
        {
            found.ThrowIfErrors();
        }

        return results.ToDictionary(pair => pair.Key.Value, pair => pair.Value, StringComparer.Ordinal);
    }
}
