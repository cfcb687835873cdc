using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class ReferenceRuleTests
{
    private const string Dockerfile = "taskcluster/docker/task/Dockerfile";

    [Theory]
    [InlineData("ghcr.io/owner/base:0.9", "ghcr.io/owner/base:1.0")]
    [InlineData(
        "ghcr.io/owner/base@sha256:2222222222222222222222222222222222222222222222222222222222222222",
        "ghcr.io/owner/base@sha256:1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData(
        "ghcr.io/owner/base:0.9@sha256:2222222222222222222222222222222222222222222222222222222222222222",
        "ghcr.io/owner/base:1.0@sha256:1111111111111111111111111111111111111111111111111111111111111111")]
    public void A_reference_to_another_version_or_digest_is_rewritten_and_nothing_else_is(string written, string wanted)
    {
        string text =
            $"# ü\r\n# {written}\nFROM scratch AS x\nCOPY --from={written} \\\n  /a /a\nFROM {written} AS y\n# "
            + $"{written}\n";
        var tree = Base(Digest('1')).Task(text);

        var found = tree.Facts().Find(CheckCodes.ReferenceDiffers);

        Assert.Equal(
            [$"{Dockerfile}:4", $"{Dockerfile}:6"], found.Select(finding => finding.Diagnostic.Location.ToString()));
        Assert.Equal(
            text.Replace($"--from={written}", $"--from={wanted}", StringComparison.Ordinal), tree.Apply(found[0].Fix!));
        Assert.Equal(
            text.Replace($"FROM {written}", $"FROM {wanted}", StringComparison.Ordinal), tree.Apply(found[1].Fix!));
    }

    [Theory]
    [InlineData("base")]
    [InlineData("ghcr.io/owner/base")]
    [InlineData("ghcr.io/owner/base:1.0")]
    [InlineData("ghcr.io/owner/base@sha256:1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("ghcr.io/owner/base:1.0@sha256:1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("ghcr.io/other/base:0.9")]
    [InlineData("debian:12")]
    public void A_reference_to_what_the_tree_has_or_to_something_else_is_sound(string written) =>
        Assert.Empty(Base(Digest('1')).Task($"FROM {written}\n").Facts().Find(CheckCodes.ReferenceDiffers));

    [Theory]
    [InlineData("taskcluster/kinds/test/kind.yml")]
    [InlineData(".github/workflows/test.yml")]
    [InlineData(".gitlab-ci.yml")]
    public void A_task_definition_that_names_another_version_or_digest_is_found_and_rewritten(string file)
    {
        string text =
            $"# ü\na: ghcr.io/owner/base:0.9\nb: \"ghcr.io/owner/base@{Digest('2')}\"\nc: "
            + $"ghcr.io/owner/base:1.0@{Digest('1')}\n";
        var tree = Base(Digest('1')).And(file, text);

        var found = tree.Facts().Find(CheckCodes.ReferenceDiffers);

        Assert.Equal([$"{file}:2:4", $"{file}:3:5"], found.Select(finding => finding.Diagnostic.Location.ToString()));
        Assert.Equal(text.Replace("base:0.9", "base:1.0", StringComparison.Ordinal), tree.Apply(found[0].Fix!));
        Assert.Equal(text.Replace(Digest('2'), Digest('1'), StringComparison.Ordinal), tree.Apply(found[1].Fix!));
    }

    [Theory]
    [InlineData("ghcr.io/owner/base")]
    [InlineData("ghcr.io/owner/base-tools:0.9")]
    [InlineData("mirror/ghcr.io/owner/base:0.9")]
    [InlineData("ghcr.io/owner/base/x:0.9")]
    [InlineData("{{#docker_image}}base{{/docker_image}}")]
    public void A_task_definition_that_names_something_else_is_sound(string written) =>
        Assert.Empty(
            Base(Digest('1')).And(".gitlab-ci.yml", $"image: {written}\n").Facts().Find(CheckCodes.ReferenceDiffers));

    [Fact]
    public void A_reference_does_not_lose_its_digest_when_there_is_none_to_put_in_its_place()
    {
        var found = Assert.Single(
            Base().Task($"FROM ghcr.io/owner/base:0.9@{Digest('2')}\n").Facts().Find(CheckCodes.ReferenceDiffers));

        Assert.Null(found.Fix);
        Assert.Contains("which is ghcr.io/owner/base:1.0", found.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_counts_only_when_there_is_one_to_compare_with() => Assert.Empty(
        Base().Task($"FROM ghcr.io/owner/base@{Digest('2')}\n").Facts().Find(CheckCodes.ReferenceDiffers));

    [Fact]
    public void What_the_registry_has_for_this_content_counts_more_than_a_HASH_that_is_out_of_date()
    {
        var tree = Base(Digest('2')).Task($"FROM ghcr.io/owner/base@{Digest('2')}\n");
        var facts = tree.Facts();

        var found = Assert.Single(
            facts
                .Publish(Published, '1', facts.InputsOf("base").PublicationDigest.ToString())
                .Find(CheckCodes.ReferenceDiffers));

        Assert.Equal($"FROM ghcr.io/owner/base@{Digest('1')}\n", tree.Apply(found.Fix!));
    }

    [Fact]
    public void A_name_of_Docker_Hub_stays_as_short_as_it_was_written()
    {
        var tree = Base(Digest('1'))
            .And("taskcluster/docker/REGISTRY", "docker.io/owner")
            .Task("FROM owner/base:0.9\n");

        Assert.Equal(
            "FROM owner/base:1.0\n", tree.Apply(Assert.Single(tree.Facts().Find(CheckCodes.ReferenceDiffers)).Fix!));
    }

    [Fact]
    public void Lines_that_the_expansion_removes_do_not_move_what_is_rewritten()
    {
        var tree = Base(Digest('1'))
            .And("slipway.yml", "images: { task: { args: { NAME: value } } }\n")
            .Task("# %ARG NAME\n# $NAME\n# %include slipway.yml\nFROM ghcr.io/owner/base:0.9\n");

        Assert.Equal(
            "# %ARG NAME\n# $NAME\n# %include slipway.yml\nFROM ghcr.io/owner/base:1.0\n",
            tree.Apply(Assert.Single(tree.Facts().Find(CheckCodes.ReferenceDiffers)).Fix!));
    }

    [Theory]
    [InlineData("# %ARG V\nFROM ghcr.io/owner/base:$V\n", 2)]
    [InlineData("ARG V=0.9\nFROM ghcr.io/owner/base:$V\n", 2)]
    [InlineData("FROM ghcr.io/owner/\\\nbase:0.9\n", 1)]
    public void A_reference_that_is_put_together_is_found_and_left_to_a_person(string dockerfile, int line)
    {
        var found = Base(Digest('1'))
            .And("slipway.yml", "images: { task: { args: { V: '0.9' } } }\n")
            .Task(dockerfile)
            .Facts()
            .FindOne(CheckCodes.ReferenceDiffers, $"{Dockerfile}:{line}");

        Assert.Null(found.Fix);
        Assert.Contains("Write ghcr.io/owner/base:1.0", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_of_an_argument_is_rewritten_where_it_stands()
    {
        var tree = Base(Digest('1')).Task("ARG BASE=ghcr.io/owner/base:0.9\nFROM $BASE\n");

        Assert.Equal(
            "ARG BASE=ghcr.io/owner/base:1.0\nFROM $BASE\n",
            tree.Apply(tree.Facts().FindOne(CheckCodes.ReferenceDiffers, $"{Dockerfile}:2").Fix!));
    }

    [Fact]
    public void Variants_of_one_folder_are_one_finding()
    {
        var tree = Base(Digest('1'))
            .And("slipway.yml", "images: { a: { definition: task }, b: { definition: task } }\n")
            .Task("FROM ghcr.io/owner/base:0.9\n");

        tree.Facts().FindOne(CheckCodes.ReferenceDiffers, $"{Dockerfile}:1");
    }

    [Fact]
    public void Line_ends_of_the_taskgraph_scheme_do_not_move_the_place_of_a_reference()
    {
        const string text = "# ü\r\nFROM ghcr.io/owner/base:0.9\r\n";
        var tree = Base(Digest('1')).And("slipway.yml", "scheme: taskgraph\n").Task(text);

        var reference = Assert.Single(RegistryReferences.Of(tree.Facts()));

        Assert.Equal(
            Encoding.UTF8.GetByteCount(text[..text.IndexOf("ghcr", StringComparison.Ordinal)]), reference.Offset);
    }

    [Fact]
    public void In_a_tree_of_taskgraph_another_version_is_another_image_and_nobody_rewrites_it()
    {
        var found = Base(Digest('1'))
            .Taskgraph("base", "task")
            .Task("FROM ghcr.io/owner/base:0.9\n")
            .Facts()
            .FindOne(CheckCodes.ReferenceDiffers, $"{Dockerfile}:1");

        Assert.Equal((Severity.Warning, null), (found.Diagnostic.Severity, found.Fix));
        Assert.DoesNotContain("docker_image", found.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("or base", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_may_begin_with_an_older_one_of_itself()
    {
        var tree = new InMemorySourceTree()
            .Taskgraph("base")
            .And("taskcluster/docker/REGISTRY", "ghcr.io/owner\n")
            .And(VersionFile, "1.0\n")
            .Task("FROM ghcr.io/owner/base:0.9\n", "base");

        Assert.Empty(tree.Facts().Find(CheckCodes.ReferenceDiffers));
    }
}
