using Slipway.Core.Images;
using Slipway.Model.Configuration;
using Slipway.Model.Secrets;
using static Slipway.Tests.Cases.ConfigCase;

namespace Slipway.Core.Tests.Configuration;

public sealed class SecretKeysTests
{
    [Theory]
    [InlineData("t: { env: TOKEN }", "local", "variable TOKEN")]
    [InlineData("t: { env: TOKEN }", "github", "variable TOKEN")]
    [InlineData("t: { file: ~/.token }", "local", "file ~/.token")]
    [InlineData("t: { command: [pass, show, 1] }", "local", "output pass show 1")]
    [InlineData("t: { env: A, ci: { env: B } }", "local", "variable A")]
    [InlineData("t: { env: A, ci: { env: B } }", "github", "variable B")]
    [InlineData("t: { env: A, ci: { env: B }, github: { env: C } }", "github", "variable C")]
    [InlineData("t: { env: A, ci: { env: B }, github: { env: C } }", "gitlab", "variable B")]
    [InlineData("t: { github: { env: C } }", "gitlab", "nowhere")]
    [InlineData("t: { ci: { env: C } }", "local", "nowhere")]
    [InlineData("other: { env: C }", "local", "nowhere")]
    public void The_closest_place_counts(string text, string environment, string expected)
    {
        var (reading, problems) = Read($"prefix: a\nsecrets:\n  {text}\n");

        Assert.Empty(problems);
        string found = reading.Config.Secrets.GetValueOrDefault("t")
            ?.For(environment == "local" ? ["local"] : [environment, "ci"]) switch
            {
                SecretPlace.Variable variable => $"variable {variable.Name}",
                SecretPlace.InFile file => $"file {file.Path}",
                SecretPlace.Output output => $"output {string.Join(' ', output.Words)}",
                _ => "nowhere",
            };
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("t: {}", "3:3")]
    [InlineData("t:", "3:3")]
    [InlineData("t: { env: A, file: b }", "3:22")]
    [InlineData("t: { file: b, command: [c] }", "3:26")]
    [InlineData("t: { env: $TOKEN }", "3:13")]
    [InlineData("t: { env: a-value-itself }", "3:13")]
    [InlineData("t: { env: '' }", "3:13")]
    [InlineData("t: { file: 'a,b' }", "3:14")]
    [InlineData("t: { file: '' }", "3:14")]
    [InlineData("t: { command: [] }", "3:17")]
    [InlineData("t: { command: [''] }", "3:17")]
    [InlineData("t: { command: ~ }", "3:3")]
    [InlineData("t: { ci: { env: '1' } }", "3:19")]
    public void What_is_no_place_is_an_error_that_does_not_show_it(string text, string place)
    {
        var problem = Assert.Single(Problems($"prefix: a\nsecrets:\n  {text}\n"));

        Assert.Equal($"slipway.yml:{place}", problem.Location.ToString());
        Assert.DoesNotContain("a-value-itself", problem.Message + problem.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("$TOKEN", problem.Message + problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t: { enf: A }", "'env'")]
    [InlineData("t: { githib: { env: A } }", "'github'")]
    [InlineData("t: { github: { fil: A } }", "'file'")]
    public void A_misspelt_word_is_an_error_that_names_the_nearest(string text, string nearest)
    {
        var problem = Problems($"prefix: a\nsecrets:\n  {text}\n")[0];

        Assert.Equal(ConfigurationCodes.UnknownKey, problem.Code);
        Assert.Contains(nearest, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_within_an_environment_is_an_error() =>
        Assert.Equal(
            ConfigurationCodes.UnknownKey,
            Problems("prefix: a\nsecrets:\n  t: { ci: { github: { env: A } } }\n")[0].Code);

    [Theory]
    [InlineData("-t")]
    [InlineData("'a,b'")]
    [InlineData("'a=b'")]
    public void What_can_be_no_id_is_an_error(string id) =>
        Assert.Equal(
            CatalogCodes.SecretInvalid, Problems($"prefix: a\nsecrets:\n  {id}: {{ env: A }}\n").Single().Code);
}
