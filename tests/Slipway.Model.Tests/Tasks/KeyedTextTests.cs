using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Tasks;

public sealed class KeyedTextTests
{
    [Theory]
    [InlineData(3, "three")]
    [InlineData(1, "any")]
    public void A_level_takes_its_own_text_before_the_default(int level, string expected) =>
        Assert.Equal(expected, ByLevel(("3", "three")).Resolve(Level.From(level), null));

    [Theory]
    [InlineData("main", "exact")]
    [InlineData("mozilla-beta", "pattern")]
    [InlineData("xmozilla-beta", "any")]
    [InlineData(null, "any")]
    public void A_project_takes_the_exact_key_before_a_pattern_of_the_whole_name(string? project, string expected)
    {
        var text = new KeyedText.By(
            IsByLevel: false,
            [("m.*", new KeyedText.Plain("pattern")), ("main", new KeyedText.Plain("exact"))],
            new KeyedText.Plain("any"));

        Assert.Equal(expected, text.Resolve(Level.From(1), project));
    }

    [Fact]
    public void What_no_key_and_no_default_covers_has_no_text() =>
        Assert.Null(
            new KeyedText.By(IsByLevel: true, [("3", new KeyedText.Plain("three"))], null)
                .Resolve(Level.From(1), null));

    [Fact]
    public void A_key_that_is_no_regular_expression_matches_only_itself()
    {
        var text = new KeyedText.By(IsByLevel: false, [("a(", new KeyedText.Plain("odd"))], null);

        Assert.Equal("odd", text.Resolve(Level.From(1), "a("));
        Assert.Null(text.Resolve(Level.From(1), "a"));
    }

    [Fact]
    public void Keys_may_stand_within_keys()
    {
        var text = new KeyedText.By(
            IsByLevel: false, [("main", ByLevel(("3", "main at three")))], new KeyedText.Plain("elsewhere"));

        Assert.Equal("main at three", text.Resolve(Level.From(3), "main"));
        Assert.Equal("any", text.Resolve(Level.From(1), "main"));
        Assert.Equal("elsewhere", text.Resolve(Level.From(3), "try"));
    }

    private static KeyedText.By ByLevel(params (string Key, string Text)[] alternatives) => new(
        IsByLevel: true,
        [.. alternatives.Select(pair => (pair.Key, (KeyedText)new KeyedText.Plain(pair.Text)))],
        new KeyedText.Plain("any"));
}
