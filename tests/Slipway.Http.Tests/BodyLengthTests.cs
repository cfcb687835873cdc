namespace Slipway.Http.Tests;

public sealed class BodyLengthTests
{
    [Theory]
    [InlineData("5", null)]
    [InlineData("0", null)]
    [InlineData("-5", "-5")]
    [InlineData("x", "x")]
    [InlineData("", "")]
    public void Only_a_number_is_a_length(string given, string? broken)
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(new Endless()) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Length", given);

        Assert.Equal(broken, BodyLength.Broken(answer));
    }

    [Fact]
    public void None_at_all_is_not_broken()
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(new Endless()) };

        Assert.Null(BodyLength.Broken(answer));
    }

    private sealed class Endless : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
