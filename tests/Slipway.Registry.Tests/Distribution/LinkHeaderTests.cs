using Slipway.Registry.Distribution;

namespace Slipway.Registry.Tests.Distribution;

public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData("</v2/a/tags/list?n=2&last=b>; rel=\"next\"", "/v2/a/tags/list?n=2&last=b")]
    [InlineData("<a>; rel=next", "a")]
    [InlineData("<a>; rel=\"prev\", <b>; title=\"x, <y>; rel=next\"; rel=\"last next\"", "b")]
    [InlineData("<a>;REL=\"NEXT\"", "a")]
    [InlineData("<a>; rel=prev", null)]
    [InlineData("<a>; xrel=next", null)]
    [InlineData("a; rel=next", null)]
    [InlineData("", null)]
    public void The_next_page_is_the_one_that_says_so(string value, string? target) =>
        Assert.Equal(target, LinkHeader.Next([value]));
}
