using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>The second lock: image hashes that somebody allows.</summary>
public sealed class AllowlistRulesTests
{
    private const string Pinned =
        "ghcr.io/owner/base@sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Dockerfile = "taskcluster/docker/task/Dockerfile";

    [Fact]
    public void An_image_hash_that_is_not_listed_is_refused_at_HASH_however_many_images_are_built_on_it()
    {
        var tree = Protected().Task($"FROM {Pinned}\n").Task($"FROM {Pinned}\n", "second");

        var found = tree.Facts(level: 3).Publish(Pinned, '1', null).FindOne(CheckCodes.NotAllowed, $"{HashFile}:1");

        Assert.Contains($"has the image hash {Digest('a')}", found.Diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("slipway push base --allow", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_hash_that_is_listed_is_allowed() =>
        Assert.Empty(Allowing('a').Facts(level: 3).Publish(Pinned, '1', null).Find(CheckCodes.NotAllowed));

    [Fact]
    public void A_listed_image_hash_of_another_image_does_not_count() => Protected()
        .And("trust/allowlist.yml", Entry("other", 'a', '1'))
        .Facts(level: 3)
        .Publish(Pinned, '1', null)
        .FindOne(CheckCodes.NotAllowed, $"{HashFile}:1");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Other_levels_are_not_protected(int level) =>
        Assert.Empty(Protected().Facts(level).Publish(Pinned, '1', null).Find(CheckCodes.NotAllowed));

    [Fact]
    public void Without_protected_levels_nothing_is_refused() =>
        Assert.Empty(Base(Digest('1')).Facts(level: 3).Publish(Pinned, '1', null).Find(CheckCodes.NotAllowed));

    [Theory]
    [InlineData("ghcr.io/owner/base:1.0")]
    [InlineData("ghcr.io/owner/base@sha256:2222222222222222222222222222222222222222222222222222222222222222")]
    public void A_reference_to_anything_but_HASH_is_looked_at_by_itself(string reference)
    {
        var facts = Allowing('a').Task($"FROM {reference}\n").Facts(level: 3).Publish(Pinned, '1', null);

        facts.Publish(reference, '2', null, imageHash: 'b').FindOne(CheckCodes.NotAllowed, $"{Dockerfile}:1");
        Assert.Empty(facts.Publish(reference, '2', null, imageHash: 'a').Find(CheckCodes.NotAllowed));
    }

    [Fact]
    public void A_repo_digest_is_believed_only_when_the_registry_is_not_asked()
    {
        Assert.Empty(Allowing('a').Facts(level: 3).Find(CheckCodes.NotAllowed));
        Allowing('a')
            .Facts(level: 3)
            .Publish(Pinned, '1', null, imageHash: 'b')
            .FindOne(CheckCodes.NotAllowed, $"{HashFile}:1");
    }

    [Fact]
    public void What_cannot_be_known_is_refused()
    {
        Protected().Facts(level: 3).FindOne(CheckCodes.NotAllowed, $"{HashFile}:1");
        Allowing('a').Facts(level: 3).Lack(Pinned).FindOne(CheckCodes.NotAllowed, $"{HashFile}:1");
    }

    [Fact]
    public void What_the_rule_needs_is_asked_for()
    {
        var tree = Protected().Task("FROM ghcr.io/owner/base:0.9\n");

        Assert.Equal(
            [Published, Pinned, "ghcr.io/owner/base:0.9"],
            RegistryQuestions.Of(tree.Facts(level: 3)).Select(reference => reference.ToString()));
        Assert.Equal([Published], RegistryQuestions.Of(tree.Facts(level: 1)).Select(reference => reference.ToString()));
    }

    [Theory]
    [InlineData("bsae", "Did you mean 'base'?")]
    [InlineData("task", "Remove it")]
    public void A_name_that_is_no_registry_image_is_found(string name, string remedy)
    {
        var found = Base(Digest('1')).Task("FROM base\n").And("trust/allowlist.yml", Entry(name, 'a', '1')).Facts()
            .FindOne(CheckCodes.AllowedImageUnknown, "trust/allowlist.yml:1:1");

        Assert.Contains(remedy, found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_registry_image_is_sound() =>
        Assert.Empty(Allowing('a').Facts().Find(CheckCodes.AllowedImageUnknown));

    private static InMemorySourceTree Protected() =>
        Base(Digest('1')).And("slipway.yml", "protected-levels: [3]\n");

    private static InMemorySourceTree Allowing(char imageHash) =>
        Protected().And("trust/allowlist.yml", Entry("base", imageHash, '1'));

    private static string Entry(string image, char imageHash, char repoDigest) =>
        $"{image}:\n  - {{ image-hash: '{Digest(imageHash)}', repo-digest: '{Digest(repoDigest)}', by: a, on: "
        + "2026-11-25, why: b }\n";
}
