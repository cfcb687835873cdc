using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Tasks;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>The images that <c>kind.yml</c> gives, as <c>taskgraph/loader/transform.py</c> would load them.</summary>
public sealed class KindTests
{
    [Fact]
    public void Only_what_the_kind_lists_is_an_image()
    {
        var catalog = TreeOf("tasks: { base: {}, tools: { definition: app, parent: base } }\n").Sound();

        Assert.Equal(["base", "tools"], catalog.Names());
        Assert.Equal("taskcluster/docker/app", catalog.Image("tools").Folder.Value);
        Assert.Equal(["base"], catalog.ParentsOf("tools"));
        Assert.Same(TaskgraphDialect.Instance, catalog.Config.Dialect);
        Assert.Equal(IndexTemplates.Taskgraph, catalog.Config.Templates);
        Assert.Equal($"{KindFile}:1:10", catalog.Image("base").Location.ToString());
    }

    [Fact]
    public void Without_a_kind_of_images_folders_are_images()
    {
        var catalog = CatalogCase.TreeWith(("base", "FROM debian:12\n"))
            .With(ConfigFile, "trust-domain: acme\n")
            .With("taskcluster/kinds/test/kind.yml", "tasks: {}\n")
            .With("slipway.yml", "prefix: own\n")
            .Sound();

        Assert.Equal(["base"], catalog.Names());
        Assert.Same(SlipwayDialect.Instance, catalog.Config.Dialect);
    }

    [Fact]
    public void A_config_file_of_another_scheme_stands_alone()
    {
        var catalog = TreeOf("tasks: { base: {} }\n").WithConfig("prefix: own\n").Sound();

        Assert.Equal(["app", "base", "other"], catalog.Names());
        Assert.Equal("own", catalog.Config.Prefix);
        Assert.Null(catalog.Config.Extensions.Get<TaskSettings>().TrustDomain);
    }

    [Theory]
    [InlineData(ConfigFile, "taskcluster/kinds/images/kind.yml")]
    [InlineData(ConfigFile, "taskcluster/ci/images/kind.yml")]
    [InlineData("taskcluster/ci/config.yml", "taskcluster/ci/images/kind.yml")]
    public void The_kind_is_found_under_its_name_in_both_layouts(string config, string file)
    {
        var catalog = CatalogCase.TreeWith(("base", "FROM debian:12\n"), ("app", "FROM debian:12\n"))
            .With("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n")
            .With(config, "{ trust-domain: acme, docker-image-kind: images }\n")
            .With(file, "jobs: { base: {} }\n")
            .Sound();

        Assert.Equal(["base"], catalog.Names());
    }

    [Fact]
    public void Defaults_are_merged_key_by_key()
    {
        var catalog = TreeOf("""
            task-defaults: { definition: other, args: { A: "1", B: "2" } }
            tasks:
              one: {}
              two: { definition: app, args: { B: "3", C: "4" } }
            """).Sound();

        Assert.Equal("taskcluster/docker/other", catalog.Image("one").Folder.Value);
        Assert.Equal(new() { ["A"] = "1", ["B"] = "2" }, catalog.ArgsOf("one"));
        Assert.Equal("taskcluster/docker/app", catalog.Image("two").Folder.Value);
        Assert.Equal(new() { ["A"] = "1", ["B"] = "3", ["C"] = "4" }, catalog.ArgsOf("two"));
    }

    [Fact]
    public void Files_have_defaults_of_their_own_over_those_of_the_kind()
    {
        var catalog = TreeOf("""
            task-defaults: { definition: other, args: { A: "1", B: "2" } }
            tasks-from: [more.yml]
            tasks: { base: {} }
            """)
            .With("taskcluster/kinds/docker-image/more.yml", """
                task-defaults: { args: { B: "3" } }
                more: { args: { C: "4" } }
                """)
            .Sound();

        Assert.Equal(["base", "more"], catalog.Names());
        Assert.Equal(new() { ["A"] = "1", ["B"] = "3", ["C"] = "4" }, catalog.ArgsOf("more"));
        Assert.Equal(new() { ["A"] = "1", ["B"] = "2" }, catalog.ArgsOf("base"));
    }

    /// <summary>
    /// taskgraph's transform adds the packages to the mapping that the second image has too: seen with its own code,
    /// whose digest of the second image has <c>{"A":"1","DOCKER_IMAGE_PACKAGES":""}</c>.
    /// </summary>
    [Fact]
    public void Arguments_that_are_shared_through_an_alias_carry_the_packages_on()
    {
        var catalog = TreeOf("""
            tasks:
              base: { args: &args { A: "1" } }
              app: { args: *args }
              other: { args: { A: "1" } }
            """).Sound();

        Assert.Equal(new() { ["A"] = "1" }, catalog.ArgsOf("base"));
        Assert.Equal(new() { ["A"] = "1", ["DOCKER_IMAGE_PACKAGES"] = string.Empty }, catalog.ArgsOf("app"));
        Assert.Equal(new() { ["A"] = "1" }, catalog.ArgsOf("other"));
    }

    [Fact]
    public void Arguments_from_defaults_are_not_shared()
    {
        var catalog = TreeOf("""
            task-defaults: { args: { A: "1" } }
            tasks: { base: {}, app: {} }
            """).Sound();

        Assert.Equal(new() { ["A"] = "1" }, catalog.ArgsOf("app"));
    }

    [Fact]
    public void A_whole_task_that_is_shared_through_an_alias_is_empty_the_second_time()
    {
        var catalog = TreeOf("""
            tasks:
              base: &task { definition: other, args: { A: "1" }, cache: no }
              app: *task
            """).Sound();

        Assert.Equal("taskcluster/docker/app", catalog.Image("app").Folder.Value);
        Assert.Empty(catalog.Image("app").Args);
        Assert.False(catalog.Image("app").IsCached);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("True", true)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("false", false)]
    [InlineData("~", true)]
    public void Truth_values_are_those_of_PyYAML(string text, bool isCached) =>
        Assert.Equal(isCached, TreeOf($"tasks: {{ base: {{ cache: {text} }} }}\n").Sound().Image("base").IsCached);

    [Fact]
    public void A_quoted_word_is_no_truth_value() =>
        ProblemAssert.Single(
            TreeOf("tasks: { base: { cache: 'no' } }\n").Problems(), TaskgraphCodes.ConfigInvalid, $"{KindFile}:1:25");

    [Fact]
    public void The_task_keeps_its_symbol_and_its_index()
    {
        var image = TreeOf("""
            tasks:
              base:
                symbol: I(base)
                index: { product: acme, job-name: base-image, rank: build_date }
            """).Sound().Image("base");

        Assert.Equal("I(base)", image.Extensions.Get<ImageTaskSettings>().Symbol);
        Assert.Equal(
            new ProductIndex("acme", "base-image", "generic", "build_date"),
            image.Extensions.Get<ImageTaskSettings>().Index);
    }

    [Theory]
    [InlineData("tasks-from: [gone.yml]\n", 1, 14)]
    [InlineData("tasks-from: gone.yml\n", 1, 13)]
    [InlineData("tasks-from: ['../../../../gone.yml']\n", 1, 14)]
    [InlineData("tasks: { base: }\n", 1, 16)]
    [InlineData("tasks: { base: [] }\n", 1, 16)]
    public void What_taskgraph_cannot_load_is_an_error(string kind, int line, int column) =>
        ProblemAssert.Single(
            TreeOf(kind).Problems(), TaskgraphCodes.TasksInvalid, $"{KindFile}:{line}:{column}");

    [Fact]
    public void Two_tasks_of_one_name_are_an_error() =>
        ProblemAssert.Single(
            TreeOf("{ tasks: { base: {} }, tasks-from: [more.yml] }\n")
                .With("taskcluster/kinds/docker-image/more.yml", "base: {}\n")
                .Problems(),
            CatalogCodes.NameTaken,
            "taskcluster/kinds/docker-image/more.yml:1:1");

    [Fact]
    public void Defaults_inside_of_defaults_do_not_grow_without_end()
    {
        string Bomb(string anchor) =>
            $"&{anchor}0 {{ a: x, b: x }}]\n" + string.Concat(Enumerable.Range(1, 40).Select(i =>
                $"  {anchor}{i}: [&{anchor}{i} {{ a: *{anchor}{i - 1}, b: *{anchor}{i - 1} }}]\n"));
        string kind =
            $"meta:\n  d: [{Bomb("d")}meta2:\n  t: [{Bomb("t")}task-defaults: {{ args: *d40 }}\ntasks: {{ base: {{ "
            + "args: *t40 } }\n";

        Assert.Contains(TreeOf(kind).Problems(), problem => problem.Code == ConfigurationCodes.TooLarge);
    }

    [Fact]
    public void A_cached_image_on_one_that_is_not_is_an_error() =>
        ProblemAssert.Single(
            TreeOf("tasks: { base: { cache: no }, app: { parent: base } }\n").Problems(),
            EdgeCodes.ParentUncached,
            $"{KindFile}:1:46");
}
