using Slipway.Model.Tasks;

namespace Slipway.Model.Tests.Tasks;

public sealed class TaskSymbolTests
{
    [Theory]
    [InlineData("x", null, "x")]
    [InlineData("I(x)", "I", "x")]
    [InlineData("?(x)", null, "x")]
    [InlineData("(x)", "", "x")]
    [InlineData("I()", "I", "")]
    [InlineData("I(a(b)", "I", "a(b")]
    [InlineData("x)", null, "x)")]
    [InlineData("", null, "")]
    public void A_symbol_is_taken_apart_as_taskgraph_does(string text, string? group, string symbol)
    {
        Assert.True(TaskSymbol.IsValid(text));
        Assert.Equal((group, symbol), TaskSymbol.Split(text));
    }

    [Theory]
    [InlineData("I(x")]
    [InlineData("I(x)y")]
    [InlineData("I(x))")]
    [InlineData("(")]
    public void What_taskgraph_refuses_is_not_valid_and_shown_as_it_is(string text)
    {
        Assert.False(TaskSymbol.IsValid(text));
        Assert.Equal((null, text), TaskSymbol.Split(text));
    }
}
