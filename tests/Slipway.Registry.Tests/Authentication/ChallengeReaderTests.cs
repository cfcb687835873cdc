using CsCheck;
using Slipway.Registry.Authentication;

namespace Slipway.Registry.Tests.Authentication;

public sealed class ChallengeReaderTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char["abcXYZ-_.!1"], 1, 8];

    [Fact]
    public void The_challenge_of_a_registry_is_read()
    {
        var challenge = Assert.Single(
            ChallengeReader.Read([
                "Bearer realm=\"https://auth.example.com/token\",service=\"registry.example.com\","
                + "scope=\"repository:a/b:pull,push\",error=\"insufficient_scope\"",
            ]));

        Assert.Equal(AuthChallenge.Bearer, challenge.Scheme);
        Assert.Equal("https://auth.example.com/token", challenge["realm"]);
        Assert.Equal("registry.example.com", challenge["service"]);
        Assert.Equal("repository:a/b:pull,push", challenge["scope"]);
    }

    [Theory]
    [InlineData("Basic", "basic()")]
    [InlineData("Basic realm=\"a\"", "basic(realm=a)")]
    [InlineData("BASIC REALM=a", "basic(realm=a)")]
    [InlineData("Basic realm = \"a\" , charset=\"UTF-8\"", "basic(charset=UTF-8 realm=a)")]
    [InlineData("Basic realm=\"a\\\"b\\\\c, d=e\"", "basic(realm=a\"b\\c, d=e)")]
    [InlineData("Negotiate, Basic realm=\"a\"", "negotiate() basic(realm=a)")]
    [InlineData(
        "Negotiate YWJj==, Bearer realm=a, service=b, Basic realm=c",
        "negotiate() bearer(realm=a service=b) basic(realm=c)")]
    [InlineData("Basic realm=a, realm=b", "basic(realm=a)")]
    [InlineData(",, Basic realm=a,,", "basic(realm=a)")]
    [InlineData("Basic realm=\"a", "basic()")]
    [InlineData("Basic realm=\"a\" rubbish, service=b", "basic(service=b)")]
    [InlineData("=,\"x\"", "")]
    [InlineData("", "")]
    public void Every_form_of_the_header_is_read(string value, string expected) =>
        Assert.Equal(expected, Describe([value]));

    [Fact]
    public void Several_lines_are_several_challenges() =>
        Assert.Equal("bearer(realm=a) basic(realm=b)", Describe(["Bearer realm=a", "Basic realm=b"]));

    [Fact]
    public void What_is_written_as_the_grammar_says_is_read_back() =>
        Gen.Select(Names, Gen.Dictionary(Names, Gen.String[Gen.Char[' ', '~'], 0, 20])[0, 5]).Array[1, 3]
            .Sample(challenges =>
            {
                string text = string.Join(", ", challenges.Select(challenge =>
                {
                    var parameters = challenge.Item2.Select(pair => $"{pair.Key}=\"{Escape(pair.Value)}\"");
                    return $"{challenge.Item1} {string.Join(", ", parameters)}";
                }));

                var read = ChallengeReader.Read([text]);

                Assert.Equal(
                    challenges.Select(challenge => challenge.Item1.ToLowerInvariant()),
                    read.Select(challenge => challenge.Scheme));
                foreach (var (written, challenge) in challenges.Zip(read))
                {
                    foreach (var same in written.Item2.GroupBy(pair => pair.Key.ToLowerInvariant()))
                    {
                        Assert.Equal(same.First().Value, challenge[same.Key]);
                    }
                }
            });

    [Fact]
    public void Any_text_is_read_without_a_failure() =>
        Gen.String[Gen.Char["aB=\", \t\\;/"], 0, 40].Sample(text => _ = ChallengeReader.Read([text]));

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Describe(string[] values) =>
        string.Join(' ', ChallengeReader.Read(values).Select(challenge =>
        {
            var parameters = challenge.Parameters.Select(pair => $"{pair.Key}={pair.Value}");
            return $"{challenge.Scheme}({string.Join(' ', parameters)})";
        }));
}
