using System.Text;
using Slipway.Engines.Api;

namespace Slipway.Engines.Tests.Api;

public sealed class EngineAnswerTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("{\"stream\":\"Loaded image: a\\n\"}\r\n", null)]
    [InlineData(
        "{\"stream\":\"a\"}\r\n{\"errorDetail\":{\"message\":\"bad layer\"},\"error\":\"bad\"}\r\n",
        "bad layer")]
    [InlineData("{\"error\":\"payload does not match\"}", "payload does not match")]
    [InlineData("{\"stream\":\"a\"}{\"stre", "its answer is cut off or is not JSON")]
    public void The_first_error_of_a_stream_of_values_is_found(string answer, string? error) =>
        Assert.Equal(error, EngineAnswer.FindError(Encoding.UTF8.GetBytes(answer)));
}
