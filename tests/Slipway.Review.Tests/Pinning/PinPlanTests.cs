using Slipway.Review.Pinning;
using Slipway.Tests.Cases;
using static Slipway.Review.Tests.Pinning.PinCase;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Review.Tests.Pinning;

public sealed class PinPlanTests
{
    [Theory]
    [InlineData("FROM debian:12\n", "FROM debian:12§\n")]
    [InlineData("FROM debian\n", "FROM debian:latest§\n")]
    [InlineData("FROM localhost:5000/a/b AS c", "FROM localhost:5000/a/b:latest§ AS c")]
    [InlineData("FROM scratch\nCOPY --from=a/b:1 /x /y\n", "FROM scratch\nCOPY --from=a/b:1§ /x /y\n")]
    [InlineData(
        "FROM scratch\nRUN --mount=type=bind,from=a/b:1,target=/x true\n",
        "FROM scratch\nRUN --mount=type=bind,from=a/b:1§,target=/x true\n")]
    [InlineData(
        "ARG BASE=\"debian:12\"\r\nFROM $BASE\r\nFROM ${BASE}\r\n",
        "ARG BASE=\"debian:12§\"\r\nFROM $BASE\r\nFROM ${BASE}\r\n")]
    public void A_reference_without_a_pin_gets_one(string before, string after) =>
        Assert.Equal(after.Replace("§", Pin, StringComparison.Ordinal), Pinned(before));

    [Fact]
    public void A_pin_that_is_there_is_kept()
    {
        var plan = TreeWith(("a", $"FROM debian:12{OldPin}\n")).Plan();

        Assert.Equal(PinState.Kept, Assert.Single(plan.Entries).State);
        Assert.Empty(plan.Contents());
    }

    [Fact]
    public void An_update_moves_a_pin_forward() =>
        Assert.Equal($"FROM debian:12{Pin} AS x\n", Pinned($"FROM debian:12{OldPin} AS x\n", PinScope.All));

    [Fact]
    public void A_pin_that_its_tag_means_still_is_current()
    {
        var plan = TreeWith(("a", $"FROM debian:12{Pin}\n")).Plan(PinScope.All);

        Assert.Equal(PinState.Current, Assert.Single(plan.Entries).State);
        Assert.Empty(plan.Contents());
    }

    [Fact]
    public void A_digest_without_a_tag_follows_nothing_and_is_kept()
    {
        var found = TreeWith(("a", $"FROM debian{OldPin}\n")).Find();

        Assert.Empty(PinPlan.Questions(found, PinScope.All));
        Assert.Equal(
            PinState.Kept, Assert.Single(TreeWith(("a", $"FROM debian{OldPin}\n")).Plan(PinScope.All).Entries).State);
    }

    [Fact]
    public void One_image_is_asked_for_once_however_it_is_spelt()
    {
        var found = TreeWith(
            ("a", "FROM debian\n"),
            ("b", "FROM docker.io/library/debian:latest\n"),
            ("c", "FROM library/debian\n"),
            ("d", "FROM quay.io/debian\n")).Find();

        Assert.Equal(
            ["docker.io/library/debian:latest", "quay.io/debian:latest"],
            PinPlan.Questions(found, PinScope.Missing).Select(question => question.ToString()));
    }

    [Fact]
    public void Images_of_the_tree_are_never_pinned()
    {
        var tree = TreeWith(
                ("base", "FROM scratch\n"),
                (
                    "a",
                    "FROM base\nCOPY --from=ghcr.io/owner/tool:1 /x /x\nCOPY --from=ghcr.io/owner/tool@sha256:"
                        + new string('0', 64)
                        + " /x /x\n"),
                ("tool", "FROM base\n"))
            .With("taskcluster/docker/tool/VERSION", "1")
            .With("taskcluster/docker/tool/REGISTRY", "ghcr.io/owner");

        Assert.Empty(tree.Find().Sites);
    }

    [Fact]
    public void The_name_of_an_image_with_a_tag_is_one_from_elsewhere() =>
        Assert.Equal(
            "base:1",
            Assert.Single(TreeWith(("base", "FROM scratch\n"), ("a", "FROM base:1\n"))
                .WithConfig("external: [base]")
                .Find().Sites).Name);

    [Fact]
    public void Variants_that_share_a_Dockerfile_share_its_pin()
    {
        var plan = TreeWith(("a", "FROM debian:12\n"))
            .WithConfig("images: { b: { definition: a }, a: {}, c: { definition: a } }")
            .Plan();

        Assert.Equal("a,b,c", string.Join(',', Assert.Single(plan.Entries).Site.Images));
        Assert.Equal($"FROM debian:12{Pin}\n", Assert.Single(plan.Changed()).Value);
    }

    [Theory]
    [InlineData("debian:12", "debian:12§")]
    [InlineData("\"debian:12\"", "\"debian:12§\"")]
    [InlineData("'debian:12'  # é", "'debian:12§'  # é")]
    [InlineData("&base debian:12", "&base debian:12§")]
    [InlineData("!!str \"debian\"", "!!str \"debian:latest§\"")]
    public void A_value_of_slipway_yml_is_pinned_there(string before, string after)
    {
        const string Config = "\ufeff# é\r\nimages:\r\n  a:\r\n    args:\r\n      BASE: {0}\r\n      X: y\r\n";
        var plan = TreeWith(("a", "ARG BASE=x:1\nFROM $BASE\n"))
            .WithConfig(Config.Replace("{0}", before, StringComparison.Ordinal))
            .Plan();

        var (file, text) = Assert.Single(plan.Changed());
        Assert.Equal("slipway.yml", file);
        Assert.Equal(
            Config.Replace("{0}", after.Replace("§", Pin, StringComparison.Ordinal), StringComparison.Ordinal), text);
        Assert.Equal("slipway.yml:5:13", Assert.Single(plan.Entries).Site.Location.ToString());
    }

    [Fact]
    public void A_value_in_a_flow_mapping_and_one_that_an_alias_shares_are_pinned_once()
    {
        var plan = TreeWith(("a", "# %ARG BASE\nFROM $BASE\n"))
            .WithConfig("images: { a: { args: &args { BASE: debian:12 } }, b: { definition: a, args: *args } }\n")
            .Plan();

        Assert.Equal(
            $"images: {{ a: {{ args: &args {{ BASE: debian:12{Pin} }} }}, b: {{ definition: a, args: *args }} }}\n",
            Assert.Single(plan.Changed()).Value);
    }

    [Fact]
    public void A_value_that_is_folded_is_reported()
    {
        var found = TreeWith(("a", "ARG BASE\nFROM $BASE\n"))
            .WithConfig("images:\n  a:\n    args:\n      BASE: >-\n        debian:12\n").Find();

        var problem = Assert.Single(found.Problems);
        Assert.Equal(PinCodes.ValueNotEditable, problem.Code);
        Assert.Empty(found.Sites);
    }

    [Fact]
    public void A_reference_that_is_put_together_is_reported_once_for_all_variants() =>
        ProblemAssert.Single(
            TreeWith(("a", "ARG TAG=12\nFROM debian:$TAG\n"))
                .WithConfig("images: { a: {}, b: { definition: a } }")
                .Find()
                .Problems,
            PinCodes.ReferenceComposed,
            "taskcluster/docker/a/Dockerfile:2");

    [Fact]
    public void A_reference_that_no_registry_knows_how_to_read_is_reported() =>
        ProblemAssert.Single(
            TreeWith(("a", "FROM Debian:12\n")).Find().Problems,
            PinCodes.ReferenceInvalid,
            "taskcluster/docker/a/Dockerfile:1");
}
