using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

/// <summary>Dockerfiles that are called otherwise, and their own <c>.dockerignore</c>.</summary>
public sealed class NamedDockerfileTests
{
    private const string Dev = "images: { app-dev: { definition: app, dockerfile: Dockerfile.dev } }";

    private static InMemorySourceTree Tree => TreeWith(("app", "FROM scratch\n"))
        .With("taskcluster/docker/app/Dockerfile.dev", "FROM app\nCOPY . /src\n")
        .With("taskcluster/docker/app/main.c", "int main;\n");

    [Fact]
    public void A_named_Dockerfile_makes_another_image_of_the_folder()
    {
        var catalog = Tree.WithConfig(Dev).Sound();

        Assert.Equal(["app", "app-dev"], catalog.Names());
        Assert.Equal(["app"], catalog.ParentsOf("app-dev"));
        Assert.Equal("taskcluster/docker/app/Dockerfile.dev", catalog.Image("app-dev").DockerfilePath.Value);
    }

    [Fact]
    public void The_context_has_the_file_under_its_name_beside_the_other_one()
    {
        var inputs = Inputs(Tree.WithConfig(Dev))[ImageName.Parse("app-dev")];

        Assert.Equal(["Dockerfile", "Dockerfile.dev", "main.c"], inputs.Context.Files.Select(file => file.Path));
        Assert.Equal("Dockerfile.dev", inputs.Context.Dockerfile);
        Assert.Null(inputs.Context.Files[1].Source);
        Assert.NotNull(inputs.Context.Files[0].Source);
    }

    [Fact]
    public void The_manifest_says_which_file_was_the_Dockerfile_and_only_then()
    {
        var inputs = Inputs(Tree.WithConfig(Dev));

        Assert.Contains(
            "\"dockerfile\":\"Dockerfile.dev\",\"files\"", Text(inputs["app-dev"]), StringComparison.Ordinal);
        Assert.DoesNotContain("\"dockerfile\"", Text(inputs["app"]), StringComparison.Ordinal);
        Assert.All(
            inputs.Values,
            image => Assert.Equal(image.WriteManifest(), BuildInputs.Parse(image.WriteManifest()).ToManifest()));
    }

    [Fact]
    public void Two_files_with_the_same_bytes_make_two_digests()
    {
        var tree = Tree.With("taskcluster/docker/app/Dockerfile.two", "FROM app\nCOPY . /src\n").WithConfig(
            "images: { x: { definition: app, dockerfile: Dockerfile.dev }, "
            + "y: { definition: app, dockerfile: Dockerfile.two } }");

        var inputs = Inputs(tree);

        Assert.NotEqual(inputs["x"].Digest, inputs["y"].Digest);
    }

    [Fact]
    public void The_usual_name_changes_no_digest() =>
        Assert.Equal(
            Inputs(Tree)["app"].Digest,
            Inputs(Tree.WithConfig("images: { app: { dockerfile: ./Dockerfile } }"))["app"].Digest);

    [Fact]
    public void A_Dockerfile_below_the_folder_keeps_its_place()
    {
        var tree = Tree.With("taskcluster/docker/app/ci/Dockerfile", "FROM scratch\n")
            .WithConfig("images: { ci: { definition: app, dockerfile: ci/Dockerfile } }");

        Assert.Contains("ci/Dockerfile", Inputs(tree)["ci"].Context.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("Dockerfile.dev.dockerignore", "main.c\n")]
    [InlineData(".dockerignore", "main.c\n")]
    public void Each_dockerignore_goes_for_its_Dockerfile(string name, string patterns)
    {
        var inputs = Inputs(Tree.With($"taskcluster/docker/app/{name}", patterns).WithConfig(Dev));

        Assert.DoesNotContain("main.c", inputs["app-dev"].Context.Files.Select(file => file.Path));
        Assert.Equal(
            name != ".dockerignore", inputs["app"].Context.Files.Any(file => file.Path == "main.c"));
    }

    [Fact]
    public void A_dockerignore_of_the_Dockerfile_goes_in_place_of_that_of_the_folder()
    {
        var inputs = Inputs(Tree
            .With("taskcluster/docker/app/.dockerignore", "main.c\n")
            .With("taskcluster/docker/app/Dockerfile.dev.dockerignore", "# nothing\n")
            .WithConfig(Dev));

        Assert.Contains("main.c", inputs["app-dev"].Context.Files.Select(file => file.Path));
        Assert.DoesNotContain("main.c", inputs["app"].Context.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData(".")]
    [InlineData("ci/")]
    public void A_file_outside_of_the_folder_is_an_error(string name) =>
        ProblemAssert.Single(
            Tree.WithConfig($"images: {{ x: {{ definition: app, dockerfile: {name} }} }}").Problems(),
            ConfigurationCodes.PathOutsideRoot,
            "slipway.yml:1:45");

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        ProblemAssert.Single(
            Tree.WithConfig("images: { x: { definition: app, dockerfile: Dockerfile.nope } }").Problems(),
            DockerfileCodes.Missing,
            "taskcluster/docker/app/Dockerfile.nope");

    [Fact]
    public void The_taskgraph_scheme_refuses_another_name_for_that_image_alone()
    {
        var result = CatalogReader.Read(Tree.WithConfig(Dev + "\nscheme: taskgraph\n"), KnownDialects.All);

        Assert.Equal(["app"], result.Catalog.Names());
        Assert.Equal(CatalogCodes.DockerfileNotNamed, result.Catalog.FindUnfit("app-dev")!.Diagnostics[0].Code);
    }

    private static string Text(ImageInputs inputs) => Encoding.UTF8.GetString(inputs.WriteManifest());

    private static InputsByName Inputs(InMemorySourceTree tree)
    {
        var catalog = tree.Sound();
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        ProblemAssert.None(problems.ToSorted());
        return new InputsByName(inputs);
    }

    private sealed class InputsByName(IReadOnlyDictionary<ImageName, ImageInputs> inputs)
    {
        public IEnumerable<ImageInputs> Values => inputs.Values;

        public ImageInputs this[ImageName name] => inputs[name];

        public ImageInputs this[string name] => inputs[ImageName.Parse(name)];
    }
}
