using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class NeededElsewhereRuleTests
{
    [Theory]
    [InlineData(3, "which branch main needs, expires on 2026-11-28 12:00Z", "branch main")]
    [InlineData(-1, "which branch main, tag v1 need, expired on 2026-11-24 12:00Z", "branch main", "tag v1")]
    [InlineData(1, "which a, b, c and 2 more need, expires on", "a", "b", "c", "d", "e")]
    public void What_branches_and_tags_need_is_named_with_who_and_when(int days, string words, params string[] users)
    {
        var found = Needed("base", days, users)
            .FindOne(CheckCodes.NeededExpiring, "taskcluster/docker/base/Dockerfile", CheckCodes.NeededExpiring);

        Assert.Contains(words, found.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_gone_from_the_tree_has_no_place()
    {
        var found = Assert.Single(Needed("former", 3, "branch old").Find(CheckCodes.NeededExpiring));

        Assert.Null(found.Diagnostic.Location);
    }

    [Fact]
    public void Who_asks_for_one_image_hears_of_no_other()
    {
        var facts = Needed("former", 3, "branch old");

        Assert.Empty((facts with { Images = [] }).Find(CheckCodes.NeededExpiring));
    }

    [Fact]
    public void Nothing_is_said_of_a_tree_of_which_nobody_asked() =>
        Assert.Empty(Base().Facts().Find(CheckCodes.NeededExpiring));

    private static CheckFacts Needed(string image, int days, params string[] users) => Base().Facts() with
    {
        NeededElsewhere =
        [
            new NeededImage(
                image, InputsDigest.Of("x"u8), CheckCase.Now.AddDays(days), [.. users.ToImmutableArray()]),
        ],
    };
}
