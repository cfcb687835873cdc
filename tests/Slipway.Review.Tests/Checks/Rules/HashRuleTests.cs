using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class HashRuleTests
{
    private static readonly DiagnosticCode[] All =
    [
        CheckCodes.HashMissing,
        CheckCodes.HashMalformed,
        CheckCodes.HashDiffers,
    ];

    [Theory]
    [InlineData(null, $"{VersionFile}:1")]
    [InlineData("\n", $"{HashFile}:1")]
    public void A_missing_HASH_of_a_published_version_is_written(string? hash, string location)
    {
        var tree = Base(hash);

        var found = PublishedFrom(tree).FindOne(CheckCodes.HashMissing, location, All);

        Assert.Equal(Severity.Error, found.Diagnostic.Severity);
        Assert.Equal(Digest('1') + "\n", tree.Apply(found.Fix!));
    }

    [Fact]
    public void A_missing_HASH_of_a_version_that_is_not_published_is_a_warning()
    {
        foreach (var facts in (CheckFacts[])[Base().Facts(), Base().Facts().Lack(Published)])
        {
            var found = facts.FindOne(CheckCodes.HashMissing, $"{VersionFile}:1", All);

            Assert.Equal(Severity.Warning, found.Diagnostic.Severity);
            Assert.Contains("slipway push base", found.Diagnostic.Remedy, StringComparison.Ordinal);
            Assert.Null(found.Fix);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("sha256:1111")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111")]
    public void A_malformed_HASH_is_an_error_with_and_without_the_registry(string hash)
    {
        var tree = Base(hash + "\n");

        Assert.Null(tree.Facts().FindOne(CheckCodes.HashMalformed, $"{HashFile}:1", All).Fix);
        Assert.Equal(
            Digest('1') + "\n",
            tree.Apply(PublishedFrom(tree).FindOne(CheckCodes.HashMalformed, $"{HashFile}:1", All).Fix!));
    }

    [Fact]
    public void A_HASH_that_the_registry_has_moved_away_from_is_not_led_after_it()
    {
        // The label says that the content is the same, and whoever moved the version wrote the label.
        var found = PublishedFrom(Base(Digest('2'))).FindOne(CheckCodes.HashDiffers, $"{HashFile}:1", All);

        Assert.Null(found.Fix);
        Assert.Contains("Find out who moved ghcr.io/owner/base:1.0", found.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.Contains("slipway push base", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "If ghcr.io/owner/base:1.0 is the image that is meant")]
    [InlineData("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Write a new version")]
    public void A_HASH_is_not_corrected_when_the_content_may_be_another(string? label, string remedy)
    {
        var found = Base(Digest('2'))
            .Facts()
            .Publish(Published, '1', label)
            .FindOne(CheckCodes.HashDiffers, $"{HashFile}:1", All);

        Assert.Null(found.Fix);
        Assert.Contains(remedy, found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_HASH_of_a_version_that_the_registry_does_not_have_is_an_error() =>
        Assert.Contains(
            "there is no ghcr.io/owner/base:1.0",
            Base(Digest('2'))
                .Facts()
                .Lack(Published)
                .FindOne(CheckCodes.HashDiffers, $"{HashFile}:1", All)
                .Diagnostic.Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_HASH_that_is_what_the_registry_has_is_sound()
    {
        Assert.Empty(PublishedFrom(Base(Digest('1') + "\n")).Find(All));
        Assert.Empty(Base(Digest('1')).Facts().Find(All));
    }

    private static CheckFacts PublishedFrom(InMemorySourceTree tree)
    {
        var facts = tree.Facts();
        return facts.Publish(Published, '1', facts.InputsOf("base").PublicationDigest.ToString());
    }
}
