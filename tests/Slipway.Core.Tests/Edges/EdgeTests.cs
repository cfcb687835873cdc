using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Edges;

public sealed class EdgeTests
{
    private static ImageCatalog WithBase(string dockerfile, string config = "") =>
        TreeWith(("base", "FROM scratch\n"), ("child", dockerfile)).WithConfig(config).Sound();

    [Theory]
    [InlineData("FROM base\n")]
    [InlineData("FROM base AS base\n")]
    [InlineData("FROM scratch\nCOPY --from=base /a /b\n")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=base,target=/b true\n")]
    [InlineData("ARG B=base\nFROM $B\n")]
    [InlineData("FROM ${B:-base}\n")]
    public void A_bare_name_of_an_image_is_an_edge(string dockerfile)
    {
        var edge = Assert.Single(WithBase(dockerfile).Image("child").Parents);

        Assert.Equal("base", edge.Parent.Value);
        Assert.Single(edge.Uses);
    }

    [Theory]
    [InlineData("FROM base@sha256:00\n")]
    [InlineData("FROM library/base\n")]
    [InlineData("FROM docker.io/library/base\n")]
    [InlineData("FROM localhost/base:latest\n")]
    [InlineData("FROM scratch AS base\nFROM base\nCOPY --from=base /a /b\n")]
    [InlineData("FROM other\n")]
    [InlineData("FROM other:1\n")]
    public void Any_other_reference_is_an_image_from_elsewhere(string dockerfile) =>
        Assert.Empty(WithBase(dockerfile).ParentsOf("child"));

    [Theory]
    [InlineData("ONBUILD COPY --from=tool /a /b")]
    [InlineData("onbuild run --mount=type=bind,from=tool,target=/t x")]
    public void What_ONBUILD_of_a_base_names_is_an_edge_of_what_is_built_on_it(string trigger)
    {
        var images = TreeWith(
            ("base", $"FROM scratch\n{trigger}\n"),
            ("child", "FROM base\n"),
            ("tool", "FROM scratch\n"),
            ("user", "FROM scratch\nCOPY --from=base /a /b\n"));

        var catalog = images.Sound();
        Assert.Equal(["base", "tool"], catalog.ParentsOf("child"));
        Assert.Empty(catalog.ParentsOf("base"));
        Assert.Equal(["base"], catalog.ParentsOf("user"));
        Assert.Equal(
            ["base"],
            images
                .WithConfig("scheme: taskgraph\nimages: { child: { parent: base }, base: , tool: , user: }")
                .Sound()
                .ParentsOf("child"));
    }

    [Fact]
    public void A_frontend_of_the_tree_is_an_edge() =>
        Assert.Equal(["base"], WithBase("# syntax=base\nFROM scratch\n").ParentsOf("child"));

    [Fact]
    public void The_arguments_of_the_image_decide_where_an_edge_leads()
    {
        var catalog = TreeWith(
                ("base", "FROM scratch\n"), ("other", "FROM scratch\n"), ("child", "ARG B=base\nFROM $B\n"))
            .WithConfig("images: { child: { args: { B: other } } }")
            .Sound();

        Assert.Equal(["other"], catalog.ParentsOf("child"));
    }

    [Theory]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\n", 1)]
    [InlineData("# %ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n", 1)]
    [InlineData("ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nCOPY --from=$DOCKER_IMAGE_PARENT /a /b\n", 2)]
    [InlineData("FROM base\n", 1)]
    [InlineData("FROM debian:12\n", 0)]
    public void The_parent_is_an_edge_whether_or_not_it_is_named(string dockerfile, int uses)
    {
        foreach (string scheme in new[] { "slipway", "taskgraph" })
        {
            if (scheme == "taskgraph" && dockerfile.Contains("# %ARG", StringComparison.Ordinal))
            {
                continue;
            }

            var edge = Assert.Single(
                WithBase(dockerfile, $"scheme: {scheme}\nimages: {{ child: {{ parent: base }} }}")
                    .Image("child")
                    .Parents);
            Assert.Equal("base", edge.Parent.Value);
            Assert.Equal(uses, edge.Uses.Length);
        }
    }

    [Theory]
    [InlineData("ghcr.io/owner", "ghcr.io/owner/base")]
    [InlineData("ghcr.io/owner", "ghcr.io/owner/base:1.0")]
    [InlineData("ghcr.io/owner", "ghcr.io/owner/base@sha256:00")]
    [InlineData("ghcr.io/owner", "ghcr.io/owner/base:1.0@sha256:00")]
    [InlineData("localhost:5000", "localhost:5000/base")]
    [InlineData("localhost:5000", "localhost:5000/base:1")]
    [InlineData("owner", "docker.io/owner/base:1")]
    [InlineData("docker.io/owner", "owner/base")]
    [InlineData("owner", "index.docker.io/owner/base:1")]
    [InlineData("docker.io", "docker.io/library/base:1")]
    [InlineData("library", "docker.io/base:1")]
    [InlineData(
        "localhost:5000",
        "localhost:5000/base:1@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_registry_reference_to_an_image_of_the_tree_is_an_edge(string registry, string reference) =>
        Assert.Equal(
            ["base"],
            TreeWith(("base", "FROM scratch\n"), ("child", $"FROM {reference}\n"))
                .With("taskcluster/docker/base/VERSION", "1.0")
                .With("taskcluster/docker/base/REGISTRY", registry)
                .Sound()
                .ParentsOf("child"));

    [Theory]
    [InlineData("COPY --from=ghcr.io/owner/base:1.0 /x /x")]
    [InlineData(
        "COPY --from=ghcr.io/owner/base@sha256:0000000000000000000000000000000000000000000000000000000000000000 /x /x")]
    [InlineData("RUN --mount=type=bind,from=ghcr.io/owner/base:1.0,target=/x true")]
    public void So_is_one_of_a_copy_or_a_mount(string instruction) =>
        Assert.Equal(
            ["base"],
            TreeWith(("base", "FROM scratch\n"), ("child", $"FROM scratch\n{instruction}\n"))
                .With("taskcluster/docker/base/VERSION", "1.0")
                .With("taskcluster/docker/REGISTRY", "ghcr.io/owner")
                .Sound()
                .ParentsOf("child"));

    [Theory]
    [InlineData("ghcr.io/owner/other:1")]
    [InlineData("ghcr.io/base:1")]
    [InlineData("ghcr.io/owner/base/x")]
    [InlineData("owner/base")]
    public void Another_registry_reference_is_none(string reference) =>
        Assert.Empty(
            TreeWith(("base", "FROM scratch\n"), ("child", $"FROM {reference}\n"))
                .With("taskcluster/docker/base/VERSION", "1.0")
                .With("taskcluster/docker/REGISTRY", "ghcr.io/owner")
                .Sound()
                .ParentsOf("child"));

    [Fact]
    public void A_registry_reference_to_a_task_image_is_none() =>
        Assert.Empty(WithBase("FROM ghcr.io/owner/base\n", "registry: ghcr.io/owner").ParentsOf("child"));

    [Fact]
    public void In_the_taskgraph_scheme_only_the_parent_is_an_edge()
    {
        var catalog = TreeWith(
                ("base", "FROM scratch\n"),
                ("other", "FROM scratch\n"),
                ("child", "FROM base\nCOPY --from=other / /\n"))
            .WithConfig("scheme: taskgraph\nimages: { child: { parent: base } }")
            .Sound();

        Assert.Equal(["base"], catalog.ParentsOf("child"));
    }

    [Fact]
    public void Parents_are_sorted_and_each_is_there_once_with_all_its_uses()
    {
        var image = TreeWith(
                ("a", "FROM scratch\n"),
                ("b", "FROM scratch\n"),
                ("child", "FROM b\nCOPY --from=a /1 /\nCOPY --from=b /2 /\n"))
            .Sound()
            .Image("child");

        Assert.Equal([("a", 1), ("b", 2)], image.Parents.Select(edge => (edge.Parent.Value, edge.Uses.Length)));
    }

    [Fact]
    public void Parents_come_before_children_and_names_decide_among_equals() =>
        Assert.Equal(
            ["a", "z", "b", "c", "d"],
            TreeWith(
                    ("d", "FROM scratch\nCOPY --from=c / /\n"),
                    ("c", "FROM b\n"),
                    ("b", "FROM z\n"),
                    ("z", "FROM a\n"),
                    ("a", "FROM scratch\n"))
                .Sound()
                .Names());

    [Fact]
    public void A_circle_is_an_error_that_prints_it_whole()
    {
        var result = CatalogReader.Read(
            TreeWith(
                ("a", "FROM scratch\nCOPY --from=b / /\n"),
                ("b", "# top\nFROM c\n"),
                ("c", "FROM scratch\n"),
                ("on-a", "FROM a\n"),
                ("free", "FROM scratch\n"))
            .WithConfig("images:\n  c:\n    parent: a\n"),
            KnownDialects.All);

        var problem = ProblemAssert.Single(result.Diagnostics, CatalogCodes.Cycle, $"{DockerfileOf("a")}:2");
        Assert.Contains(
            $"a needs b ({DockerfileOf("a")}:2), b needs c ({DockerfileOf("b")}:2), c needs a (slipway.yml:3:13)",
            problem.Message,
            StringComparison.Ordinal);
        Assert.Equal(["free"], result.Catalog.Names());
    }

    [Fact]
    public void Every_circle_is_reported() =>
        Assert.Equal(
            ["a needs b", "a needs c", "x needs x"],
            TreeWith(
                    ("a", "FROM b\nCOPY --from=c / /\n"),
                    ("b", "FROM a\n"),
                    ("c", "FROM a\n"),
                    ("x", "FROM x\n"),
                    ("y", "FROM x\n"))
                .Problems()
                .Select(problem => problem.Message.Split(": ")[1].Split(" (")[0])
                .Order(StringComparer.Ordinal));

    [Fact]
    public void An_image_named_like_what_it_is_built_on_says_how_to_name_the_other()
    {
        var problem = ProblemAssert.Single(
            TreeWith(("debian", "FROM debian\n")).Problems(), CatalogCodes.Cycle, $"{DockerfileOf("debian")}:1");

        Assert.Contains("docker.io/library/debian:latest", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_is_no_matter()
    {
        var tree = new InMemorySourceTree();
        for (int i = 0; i < 300; i++)
        {
            tree.Add(DockerfileOf($"i{i}"), i == 0 ? "FROM scratch\n" : $"FROM i{i - 1}\n");
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"i{i}"), tree.Sound().Names());
    }
}
