using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class PublishedContentRuleTests
{
    private static readonly DiagnosticCode[] Both = [CheckCodes.VersionTaken, CheckCodes.VersionUnlabelled];

    [Fact]
    public void A_version_with_other_content_is_an_error()
    {
        var facts = Base().Facts();

        var found = facts
            .Publish(Published, '1', new string('e', 64))
            .FindOne(CheckCodes.VersionTaken, $"{VersionFile}:1", Both);

        Assert.Equal(Severity.Error, found.Diagnostic.Severity);
        Assert.Contains(
            $"built from eeeeeeeeeeee, and the tree has {facts.InputsOf("base").PublicationDigest.Short}",
            found.Diagnostic.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no digest")]
    public void A_version_that_does_not_say_what_it_is_is_a_warning(string? label) =>
        Assert.Equal(
            Severity.Warning,
            Base()
                .Facts()
                .Publish(Published, '1', label)
                .FindOne(CheckCodes.VersionUnlabelled, $"{VersionFile}:1", Both)
                .Diagnostic.Severity);

    [Fact]
    public void A_version_with_this_content_is_sound()
    {
        var facts = Base().Facts();

        Assert.Empty(facts.Publish(Published, '1', facts.InputsOf("base").PublicationDigest.ToString()).Find(Both));
    }

    [Fact]
    public void What_is_not_published_or_was_not_asked_for_is_nothing_to_talk_about()
    {
        Assert.Empty(Base().Facts().Lack(Published).Find(Both));
        Assert.Empty(Base().Facts().Find(Both));
    }

    [Theory]
    [InlineData("slipway")]
    [InlineData("taskgraph")]
    public void Writing_HASH_does_not_make_it_other_content(string scheme)
    {
        string config = $"scheme: {scheme}\n";
        string label = Base().And("slipway.yml", config).Facts().InputsOf("base").PublicationDigest.ToString();

        Assert.Empty(Base(Digest('1')).And("slipway.yml", config).Facts().Publish(Published, '1', label).Find(Both));
    }
}
