using System.Text;
using Slipway.Registry.Authentication;

namespace Slipway.Registry.Tests.Authentication;

public sealed class TokenAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"token":"t"}""", 60)]
    [InlineData("""{"access_token":"t","expires_in":300}""", 300)]
    [InlineData("""{"token":"t","access_token":"u","expires_in":300,"issued_at":"2025-12-31T23:59:00Z"}""", 240)]
    [InlineData("""{"token":"t","expires_in":300,"issued_at":"2026-06-01T00:00:00Z"}""", 300)]
    [InlineData("""{"token":"t","expires_in":1}""", 60)]
    [InlineData("""{"token":"t","expires_in":99999999}""", 86400)]
    [InlineData("""{"token":"t","expires_in":"x","issued_at":"never"}""", 60)]
    public void A_token_lives_as_long_as_its_server_says(string text, int seconds)
    {
        var token = TokenAnswer.Read(Encoding.UTF8.GetBytes(text), Now);

        Assert.Equal("t", token!.Value);
        Assert.Equal(Now.AddSeconds(seconds), token.Expires);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"a\nX-Header: b"}""")]
    [InlineData("""{"token":1}""")]
    public void What_holds_no_token_gives_none(string text) =>
        Assert.Null(TokenAnswer.Read(Encoding.UTF8.GetBytes(text), Now));
}
