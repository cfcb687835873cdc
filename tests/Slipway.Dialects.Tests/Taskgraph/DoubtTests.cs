using System.Text;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>
/// An image whose digest could be wrong is left out, until <c>slipway.yml</c> says what its digest is made of.
/// </summary>
public sealed class DoubtTests
{
    private const string Arch = """
        tasks:
          base: { arch: amd64 }
          arm: { definition: base, arch: arm64 }
          app: { parent: base }
          other: {}
        """;

    private const string Transform = """
        transforms: [acme.transforms.arch:transforms, taskgraph.transforms.docker_image]
        tasks: { base: {}, app: { parent: base }, other: {} }
        """;

    private const string Loader = "{ loader: 'acme.loader:loader', tasks: { base: {}, other: {} } }\n";

    [Fact]
    public void A_key_of_a_transform_leaves_out_the_images_that_have_it()
    {
        var (catalog, warnings) = TreeOf(Arch).Warned();

        Assert.Equal(["other"], catalog.Names());
        Assert.Equal(
            [
                ("app", CatalogCodes.ParentLeftOut),
                ("arm", TaskgraphCodes.KeyUnknown),
                ("base", TaskgraphCodes.KeyUnknown),
            ],
            catalog.Unfit.Select(image => (image.Name, image.Diagnostics[^1].Code)));
        Assert.Equal($"{KindFile}:3:28", catalog.FindUnfit("arm")!.Diagnostics[0].Location.ToString());
        Assert.StartsWith("arm and base are left out: the key 'arch'", warnings[0].Message, StringComparison.Ordinal);
        Assert.Equal($"Do what is said about base (SLIP1154, {KindFile}:2:11).", warnings[1].Remedy);
        Assert.Equal(2, warnings.Length);
    }

    [Fact]
    public void Keys_that_an_alias_takes_along_leave_out_the_second_image_too() =>
        Assert.Empty(
            TreeOf("tasks: { base: &a { definition: base, arch: x }, app: *a }\n").Warned().Catalog.ParentsFirst);

    [Theory]
    [InlineData("matrix: { set-name: x, a: [1] }")]
    [InlineData("chunk: { total-chunks: 2 }")]
    [InlineData("task-context: { substitution-fields: [args] }")]
    public void A_key_for_a_transform_of_taskgraph_leaves_out_the_image_that_has_it(string key) =>
        Assert.Equal(["other"], TreeOf($"tasks: {{ base: {{ {key} }}, other: {{}} }}\n").Warned().Catalog.Names());

    [Theory]
    [InlineData("acme.transforms.arch", "1:13")]
    [InlineData("{ a: b }", "1:13")]
    [InlineData("[[acme.transforms.arch]]", "1:13")]
    public void Transforms_that_are_no_list_leave_every_image_out(string transforms, string place)
    {
        var (catalog, warnings) = TreeOf($"transforms: {transforms}\ntasks: {{ base: {{}} }}\n").Warned();

        Assert.Empty(catalog.ParentsFirst);
        ProblemAssert.Single(warnings, TaskgraphCodes.TransformUnknown, $"{KindFile}:{place}");
    }

    [Fact]
    public void A_loader_leaves_every_image_out()
    {
        var (catalog, warnings) = TreeOf(Loader).Warned();

        Assert.Empty(catalog.ParentsFirst);
        ProblemAssert.Single(warnings, TaskgraphCodes.LoaderUnknown, $"{KindFile}:1:11");
    }

    [Theory]
    [InlineData(Arch, "harmless-keys: [arch]")]
    [InlineData(Transform, "harmless-transforms: [acme.transforms.arch]")]
    [InlineData(Transform, "harmless-transforms: ['acme.transforms.arch:transforms']")]
    [InlineData(Loader, "harmless-loaders: ['acme.loader:loader']")]
    public void What_is_declared_harmless_leaves_nothing_out(string kind, string said) =>
        Assert.Empty(TreeOf(kind).WithConfig($"scheme: taskgraph\ntaskgraph: {{ {said} }}\n").Sound().Unfit);

    [Fact]
    public void A_transform_behind_the_digests_that_is_declared_harmless_is_not_told_of() =>
        TreeOf("transforms: [taskgraph.transforms.cached_tasks, acme.routes]\ntasks: { base: {} }\n")
            .WithConfig("scheme: taskgraph\ntaskgraph: { harmless-transforms: [acme.routes] }\n")
            .Sound();

    [Theory]
    [InlineData("{ base: { digest-lines: [] } }")]
    [InlineData("{ base: { digest-lines: ['arch: arm64'] } }")]
    [InlineData("{ base: { image-builder: own/builder:1 } }")]
    public void An_image_whose_digest_is_said_stays(string images)
    {
        foreach (string kind in new[] { "tasks: { base: { arch: arm64 } }\n", Transform, Loader })
        {
            var (catalog, warnings) = TreeOf(kind).WithConfig($"scheme: taskgraph\nimages: {images}\n").Warned();

            Assert.Equal(["base"], catalog.Names());
            Assert.DoesNotContain(
                warnings, warning => warning.Message.StartsWith("base is left out", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("harmless-keys: [arhc]", "2:30", "Did you mean 'arch'?")]
    [InlineData("harmless-keys: [zzzzzz]", "2:30", "Take it out of 'harmless-keys'.")]
    [InlineData("harmless-loaders: [arch]", "2:33", "Take it out of 'harmless-loaders'.")]
    public void A_name_that_nothing_has_is_told(string said, string place, string remedy)
    {
        var warnings = TreeOf(Arch).WithConfig($"scheme: taskgraph\ntaskgraph: {{ {said} }}\n").Warned().Warnings;

        var warning = ProblemAssert.Single(
            warnings.Where(warning => warning.Location?.File == "slipway.yml"),
            TaskgraphCodes.HarmlessMissing,
            $"slipway.yml:{place}");
        Assert.Equal(remedy, warning.Remedy);
    }

    [Theory]
    [InlineData("scheme: taskgraph\ntaskgraph: { harmless-key: [a] }", "2:14")]
    [InlineData("scheme: taskgraph\ntaskgraph: { harmless-keys: a }", "2:29")]
    [InlineData("scheme: taskgraph\nimages: { base: { digest-lines: a } }", "2:33")]
    [InlineData("scheme: taskgraph\nimages: { base: { digest-lines: [\"a\\nb\"] } }", "2:34")]
    [InlineData("scheme: taskgraph\nimages: { base: { image-builder: a b } }", "2:34")]
    [InlineData("scheme: taskgraph\nimages: { base: { digest-line: [] } }", "2:19")]
    [InlineData("taskgraph: { harmless-keys: [a] }", "1:12")]
    public void What_cannot_be_said_is_an_error(string text, string place)
    {
        var problem = Assert.Single(TreeOf("tasks: { base: {} }\n").WithConfig($"{text}\n").Problems());

        Assert.Equal((Severity.Error, $"slipway.yml:{place}"), (problem.Severity, problem.Location.ToString()));
    }

    [Fact]
    public void What_is_said_of_an_image_is_in_its_digest_alone_where_a_transform_puts_it()
    {
        var tree = TreeOf("tasks: { base: {}, app: { parent: base, args: { A: '1' }, arch: arm64 } }\n")
            .WithConfig(
                """
                scheme: taskgraph
                images: { app: { image-builder: own/builder:1, digest-lines: ["arch: arm64", second] } }
                """);
        var catalog = tree.Sound();

        var inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance).Compute(
            catalog.ParentsFirst, new DiagnosticBag(), TestContext.Current.CancellationToken);

        var (@base, app) = (inputs[ImageName.Parse("base")], inputs[ImageName.Parse("app")]);
        Assert.Equal(
            InputsDigest.Of(Encoding.UTF8.GetBytes(
                $"{@base.ContextHash}\n{{}}\nimage-builder-image:{catalog.Config.ImageBuilder}\nTrue")),
            @base.Digest);
        Assert.Equal(
            InputsDigest.Of(Encoding.UTF8.GetBytes(
                $"{app.ContextHash}\n{{\"A\":\"1\"}}\nimage-builder-image:own/builder:1\narch: arm64\nsecond\n"
                + $"docker-images.v2/base/{@base.Digest}\nTrue")),
            app.Digest);
    }

    [Fact]
    public void Whoever_asks_for_an_image_that_is_left_out_is_told_why()
    {
        var catalog = TreeOf(Arch + "\n  Odd: { definition: other }\n").Warned().Catalog;

        var refusal = ProblemAssert.Single(
            Assert.Throws<SlipwayException>(() => catalog.Require("arm")).Diagnostics,
            TaskgraphCodes.KeyUnknown,
            $"{KindFile}:3:28");
        Assert.Equal(Severity.Error, refusal.Severity);
        Assert.Equal(
            [TaskgraphCodes.NameImpossible, TaskgraphCodes.KeyUnknown],
            Assert.Throws<SlipwayException>(() => catalog.RequireAll(["Odd", "base", "other"])).Diagnostics
                .Select(problem => problem.Code));
        var use = catalog.Unknown("base", new SourceLocation("ci.yml", 3));
        Assert.Equal("ci.yml:3", use.Location.ToString());
        Assert.Contains($"({KindFile}:2:11)", use.Message, StringComparison.Ordinal);
        Assert.Contains("'other'", catalog.Unknown("othr").Remedy, StringComparison.Ordinal);
    }
}
