using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Options;

public sealed class NumberOptionTests
{
    [Theory]
    [InlineData("history app --limit", "--limit takes a number from 1 to 1000")]
    [InlineData("check --expiring", "--expiring takes a number from 0 to 36500")]
    [InlineData("index forecast --within", "--within takes a number from 0 to 36500")]
    public async Task What_is_no_number_within_the_limits_is_told(string words, string message)
    {
        foreach (string value in new[] { "abc", "", "-1", "1.5", "99999", "99999999999999999999", " 7", "7d" })
        {
            var run = await CliRun.RunAsync([.. words.Split(' '), value]);

            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith($"SLIP1001: {message}", run.Error, StringComparison.Ordinal);
        }
    }
}
