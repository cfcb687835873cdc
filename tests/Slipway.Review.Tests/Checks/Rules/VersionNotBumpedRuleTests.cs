using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class VersionNotBumpedRuleTests
{
    [Fact]
    public void Inputs_that_changed_without_a_new_version_are_found_by_name()
    {
        var found = Since(Base(), Base().And("taskcluster/docker/base/a", "b").And("taskcluster/docker/base/new", "n"))
            .FindOne(CheckCodes.VersionNotBumped, $"{VersionFile}:1");

        Assert.Contains(
            "at 0123456789ab (changed: a and new), and VERSION is still 1.0",
            found.Diagnostic.Message,
            StringComparison.Ordinal);
        Assert.Null(found.Fix);
    }

    [Fact]
    public void A_new_version_is_what_a_change_needs() =>
        Assert.Empty(
            Since(Base(), Base().And("taskcluster/docker/base/a", "b").And(VersionFile, "1.1\n"))
                .Find(CheckCodes.VersionNotBumped));

    [Theory]
    [InlineData("slipway")]
    [InlineData("taskgraph")]
    public void A_HASH_that_was_written_after_a_push_is_no_change(string scheme) =>
        Assert.Empty(
            Since(
                    Base().And("slipway.yml", $"scheme: {scheme}\n"),
                    Base(Digest('1')).And("slipway.yml", $"scheme: {scheme}\n"))
                .Find(CheckCodes.VersionNotBumped));

    [Fact]
    public void A_version_that_the_registry_does_not_have_may_still_change() =>
        Assert.Empty(
            Since(Base(), Base().And("taskcluster/docker/base/a", "b"))
                .Lack(Published)
                .Find(CheckCodes.VersionNotBumped));

    [Fact]
    public void A_version_that_was_published_from_this_content_is_as_it_should_be()
    {
        var facts = Since(Base(), Base().And("taskcluster/docker/base/a", "b"));

        Assert.Empty(
            facts
                .Publish(Published, '1', facts.InputsOf("base").PublicationDigest.ToString())
                .Find(CheckCodes.VersionNotBumped));
    }

    [Fact]
    public void A_new_image_has_nothing_to_be_compared_with() =>
        Assert.Empty(
            Since(new InMemorySourceTree { { "taskcluster/docker/x/Dockerfile", "FROM scratch\n" } }, Base())
                .Find(CheckCodes.VersionNotBumped));

    [Fact]
    public void A_changed_parent_counts()
    {
        static InMemorySourceTree Tree(string parent) => Base()
            .And("taskcluster/docker/root/VERSION", "2\n")
            .And("taskcluster/docker/root/Dockerfile", $"FROM scratch\n# {parent}\n")
            .And("taskcluster/docker/base/Dockerfile", "FROM root\n");

        var found = Since(Tree("a"), Tree("b")).Find(CheckCodes.VersionNotBumped);

        Assert.Equal(["base", "root"], found.Select(finding => finding.Image!.Value.Value));
        Assert.Contains("a parent or an argument changed", found[0].Diagnostic.Message, StringComparison.Ordinal);
    }

    private static CheckFacts Since(InMemorySourceTree then, InMemorySourceTree now)
    {
        var before = then.Facts();
        var facts = now.Facts();
        return facts with
        {
            Base = new RevisionFacts(
                "0123456789ab",
                before.Images.Where(image => image.Registry is not null).ToDictionary(
                    image => image.Name,
                    image => new RevisionImage(image.Registry!.Version, before.Inputs[image.Name]))),
        };
    }
}
