using CsCheck;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class UnusedImageRuleTests
{
    private static readonly string[] ValuePlaces =
        ["{x}", "{matrix[x]}", "${x}", "${{ x.y }}", "{{ x }}", "$X", "%(x)s"];

    [Theory]
    [InlineData("taskcluster/kinds/test/kind.yml", "docker-image: {in-tree: used}")]
    [InlineData("taskcluster/kinds/test/kind.yml", "worker:\n  docker-image:\n    in-tree: \"used\"")]
    [InlineData("taskcluster/kinds/test/kind.yaml", "docker-image: used")]
    [InlineData(
        "taskcluster/config.yml",
        "image: {type: task-image, taskId: \"{{#task_id_for_image}}used{{/task_id_for_image}}\"}")]
    [InlineData(".taskcluster.yml", "image: '{{#docker_image}}used{{/docker_image}}'")]
    [InlineData("taskcluster/kinds/docker-image/kind.yml", "tasks:\n  other:\n    parent: used")]
    [InlineData(".github/workflows/ci.yml", "- run: slipway run used -- make")]
    [InlineData(".gitlab-ci.yml", "script: [\"slipway build used\"]")]
    public void An_image_that_no_definition_uses_is_found_and_one_that_is_used_is_not(string file, string text)
    {
        var found = Tree()
            .And(file, text + "\n")
            .Facts()
            .FindOne(CheckCodes.ImageUnused, "taskcluster/docker/idle/Dockerfile");

        Assert.Equal("idle", found.Image!.Value.Value);
    }

    [Fact]
    public void An_image_that_another_one_needs_is_used() => Assert.Empty(Tree()
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Task("FROM idle\n", "used")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    [Fact]
    public void An_image_that_another_one_may_take_from_a_registry_may_be_used() => Assert.Empty(Tree()
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Task("FROM quay.io/owner/idle:main\n", "other")
        .And(".github/workflows/x.yml", "run: slipway run other\n")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    [Fact]
    public void A_registry_image_is_used_by_whoever_pulls_it() => Assert.Empty(Base()
        .Task("FROM scratch\n", "used")
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    [Theory]
    [InlineData("README.md", "slipway run used")]
    [InlineData("taskcluster/docker/used/kind.yml", "docker-image: used")]
    [InlineData(".gitlab-ci.yml", "image: debian:12")]
    public void A_tree_in_which_nothing_uses_images_says_nothing_about_use(string file, string text) =>
        Assert.Empty(Tree().And(file, text).Facts().Find(CheckCodes.ImageUnused));

    [Theory]
    [InlineData("test-{matrix[python]}:\n  worker: {docker-image: {in-tree: 'idl{matrix[x]}'}}")]
    [InlineData("worker: {docker-image: {in-tree: '{image}'}}")]
    [InlineData("worker:\n  docker-image:\n    by-platform:\n      linux.*: {in-tree: idle}\n      default: debian:12")]
    [InlineData("worker:\n  docker-image:\n    by-level:\n      '3': '{matrix[image]}'\n      default: used")]
    [InlineData("dependencies:\n  image: docker-image-idle")]
    [InlineData("dependencies: {image: 'docker-image-{name}'}")]
    [InlineData("run-on-projects: []\nmatrix: {image: [used, idle]}")]
    [InlineData("env: {IMAGES: 'used idle'}")]
    [InlineData("fetches: {indexed: index.project.docker-images.v2.idle.latest}")]
    [InlineData("- run: docker build taskcluster/docker/idle")]
    [InlineData("script: [slipway build --project main]")]
    [InlineData("script: [slipway --home /cache build]")]
    [InlineData("- run: slipway run $IMAGE -- make")]
    [InlineData("container: {image: 'ghcr.io/owner/${{ matrix.image }}:latest'}")]
    [InlineData("container:\n  image: ${{ inputs.image }}")]
    [InlineData("image: {$eval: 'images[kind]'}")]
    [InlineData("image:\n  $if: level == 3\n  then: used")]
    public void What_may_be_a_use_is_none_to_complain_about(string text) => Assert.Empty(
        Tree().And("taskcluster/kinds/test/kind.yml", $"docker-image: used\n{text}\n").Facts()
            .Find(CheckCodes.ImageUnused));

    [Theory]
    [InlineData("worker: {docker-image: {in-tree: 'python{matrix[python]}'}}")]
    [InlineData("treeherder: {symbol: 'T({chunk})'}")]
    [InlineData("container: {image: 'postgres:${{ matrix.version }}'}")]
    [InlineData("env: {LEVEL: '${level}'}")]
    [InlineData("script: [slipway run used --level $LEVEL]")]
    [InlineData("# idleness is no use")]
    [InlineData("transforms:\n  - taskgraph.transforms.run:transforms\n  - taskgraph.transforms.task:transforms")]
    public void What_can_be_no_use_of_an_image_leaves_it_unused(string text) =>
        Tree().And("taskcluster/kinds/test/kind.yml", $"docker-image: used\n{text}\n").Facts()
            .FindOne(CheckCodes.ImageUnused, "taskcluster/docker/idle/Dockerfile");

    [Theory]
    [InlineData("taskcluster/kinds/test/kind.yml", "loader: my_taskgraph.loader:load")]
    [InlineData("taskcluster/kinds/test/kind.yml", "transforms:\n  - my_taskgraph.transforms.image:transforms")]
    [InlineData("taskcluster/kinds/test/kind.yml", "transforms:\n\n    # ours\n    - my_taskgraph.transforms.image")]
    [InlineData("taskcluster/kinds/test/kind.yml", "transforms: [taskgraph.transforms.run, mine:transforms]")]
    [InlineData("taskcluster/config.yml", "taskgraph:\n  register: my_taskgraph:register")]
    [InlineData("taskcluster/my_taskgraph/transforms.py", "def images(): pass")]
    public void A_tree_with_programs_that_make_tasks_says_nothing_about_use(string file, string text) => Assert.Empty(
        Tree().And(".gitlab-ci.yml", "script: [slipway run used]\n").And(file, text + "\n").Facts()
            .Find(CheckCodes.ImageUnused));

    /// <summary>The image that taskgraph itself gives to tasks of a kind.</summary>
    [Fact]
    public void The_image_of_taskgraphs_fetches_is_used_by_them() => Assert.Empty(
        new InMemorySourceTree().Task("FROM scratch\n", "used").Task("FROM scratch\n", "fetch")
            .And(
                "taskcluster/kinds/fetch/kind.yml",
                "transforms:\n  - taskgraph.transforms.fetch:transforms\ndocker-image: used\n")
            .Facts()
            .Find(CheckCodes.ImageUnused));

    [Fact]
    public void The_kind_that_defines_the_images_does_not_use_them()
    {
        var tree = Tree()
            .Taskgraph("used", "idle")
            .And("taskcluster/kinds/test/kind.yml", "docker-image: {in-tree: used}\n");

        var found = tree.Facts().FindOne(CheckCodes.ImageUnused, "taskcluster/kinds/docker-image/kind.yml:8:3");

        Assert.Equal("idle", found.Image!.Value.Value);
    }

    [Theory]
    [InlineData("FRM idle\n")]
    [InlineData("FROM idle\n# %include missing\n")]
    public void A_tree_with_a_broken_image_says_nothing_about_use(string broken) => Assert.Empty(Tree()
        .And(".gitlab-ci.yml", "script: [slipway run used]\n")
        .Task(broken, "broken")
        .Facts()
        .Find(CheckCodes.ImageUnused));

    /// <summary>Whatever stands around a name, and whichever part of it something else puts in.</summary>
    [Fact]
    public void A_templated_name_that_can_be_that_of_an_image_is_a_use() => Gen
        .Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, ValuePlaces.Length - 1])
        .Sample((start, length, place) =>
        {
            string name = "idle"[..start] + ValuePlaces[place] + "idle"[Math.Min(4, start + length)..];
            Assert.Empty(Tree()
                .And("taskcluster/kinds/a/kind.yml", $"docker-image: used\nworker: {{docker-image: '{name}'}}\n")
                .Facts()
                .Find(CheckCodes.ImageUnused));
        });

    private static InMemorySourceTree Tree() =>
        new InMemorySourceTree().Task("FROM scratch\n", "used").Task("FROM scratch\n", "idle");
}
