using CsCheck;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Tests.Http;

public sealed class ScopeMessageTests
{
    [Theory]
    [InlineData("queue:get-task:abc", "queue:get-task:abc")]
    [InlineData("\"queue:get-task:abc\"", "queue:get-task:abc")]
    [InlineData("""{"AllOf": ["a:b", "c:d"]}""", "a:b and c:d")]
    [InlineData("""{"AnyOf": ["a:b", {"AllOf": ["c:d", "e:f"]}]}""", "a:b or (c:d and e:f)")]
    [InlineData("""{"AllOf": [{"AnyOf": ["a:b"]}]}""", "a:b")]
    public void The_missing_scopes_are_those_of_the_first_block(string block, string expected) => Assert.Equal(
        expected,
        ScopeMessage.Read(
            $"Client ID x is missing the following scopes:\n\n```\n{block}\n```\n\nThis requires:\n\n```\nother\n```"));

    [Theory]
    [InlineData("")]
    [InlineData("no block")]
    [InlineData("```\nnever ends")]
    [InlineData("```\n```")]
    public void A_message_without_a_block_names_none(string message) => Assert.Null(ScopeMessage.Read(message));

    [Fact]
    public void A_message_never_takes_over_the_terminal() =>
        Assert.Equal("a:\\u001b[31mb", ScopeMessage.Read("```\na:\u001b[31mb\n```"));

    [Fact]
    public void Any_block_is_read_and_bounded() =>
        Gen.String.Sample(block =>
            ScopeMessage.Read($"```{block}```") is not { } read
            || (read.Length <= 6 * TaskclusterLimits.Quoted && !read.Any(char.IsControl)));
}
