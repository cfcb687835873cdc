using Slipway.Core.Configuration;
using Slipway.Model.Secrets;
using static Slipway.Tests.Cases.ConfigCase;

namespace Slipway.Core.Tests.Configuration;

public sealed class TrustKeysTests
{
    [Theory]
    [InlineData("signing-key: { env: KEY }", "variable KEY")]
    [InlineData("signing-key: { file: ~/key.pem }", "file ~/key.pem")]
    [InlineData("signing-key: { command: [sign, 1], public-key: a.pem }", "program sign 1 for a.pem")]
    [InlineData("builder: https://ci.example.org/release", "nothing by https://ci.example.org/release")]
    [InlineData("builder: slipway:builder/local", "nothing by slipway:builder/local")]
    public void What_is_written_is_read(string text, string expected)
    {
        var (reading, problems) = Read($"prefix: a\ntrust:\n  {text}\n");

        Assert.Empty(problems);
        Assert.Equal(expected, Words(reading.Config.Signing));
    }

    [Fact]
    public void A_tree_without_the_key_says_nothing() =>
        Assert.Equal(SigningSettings.None, Read("prefix: a\n").Reading.Config.Signing);

    [Theory]
    [InlineData("builder: release", "'builder' cannot be 'release'", "3:12")]
    [InlineData("builder: /release", "'builder' cannot be '/release'", "3:12")]
    [InlineData("builder: 'a:b c'", "'builder' cannot be 'a:b c'", "3:12")]
    [InlineData("builder: 'a:'", "'builder' cannot be 'a:'", "3:12")]
    [InlineData("signing-key: KEY", "'signing-key' is 'KEY'", "3:16")]
    [InlineData("signing-key: {}", "'signing-key' says no place", "3:16")]
    [InlineData("signing-key: { env: KEY, file: b }", "has two places", "3:34")]
    [InlineData("signing-key: { env: a-value-itself }", "is not the name of a variable", "3:23")]
    [InlineData("signing-key: { command: [sign] }", "does not say for which key", "3:16")]
    [InlineData("signing-key: { env: KEY, public-key: a.pem }", "beside a key that says it itself", "3:16")]
    [InlineData("signing-key: { key: KEY }", "no key 'key'", "3:18")]
    [InlineData("level: 3", "no key 'level'", "3:3")]
    public void What_is_wrong_is_said_with_its_place(string text, string message, string place)
    {
        var problem = Assert.Single(Problems($"prefix: a\ntrust:\n  {text}\n"));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal($"slipway.yml:{place}", problem.Location.ToString());
        Assert.DoesNotContain("a-value-itself", problem.Message + problem.Remedy, StringComparison.Ordinal);
    }

    private static string Words(SigningSettings settings) => settings switch
    {
        { Place: SecretPlace.Variable variable } => $"variable {variable.Name}",
        { Place: SecretPlace.InFile file } => $"file {file.Path}",
        { Place: SecretPlace.Output output } => $"program {string.Join(' ', output.Words)} for {settings.PublicKey}",
        _ => $"nothing by {settings.Builder}",
    };
}
