using System.Text;
using CsCheck;
using Slipway.Engines.Builds;

namespace Slipway.Engines.Tests.Builds;

public sealed class SecretMaskTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char['a', 'e'], 1, 9];

    [Fact]
    public void No_value_stands_in_masked_text()
    {
        Gen.Select(Word.Array[1, 4], Gen.String[Gen.Char['a', 'e'], 0, 60]).Sample((secrets, text) =>
        {
            string masked = new SecretMask(secrets).Apply(text);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, masked, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Each_longer_line_of_a_value_is_blotted_out()
    {
        var mask = new SecretMask(["{\n  first-line\r\n  second-line\n}\n"]);

        Assert.Equal("*** { } ***!", mask.Apply("first-line { } second-line!"));
    }

    [Fact]
    public void The_line_break_at_the_end_of_a_file_does_not_hide_the_value() =>
        Assert.Equal("token=***.", new SecretMask(["s3cret\n"]).Apply("token=s3cret."));

    [Fact]
    public void An_empty_value_leaves_text_as_it_is() =>
        Assert.Equal("text", new SecretMask(["", "\n"]).Apply("text"));

    [Fact]
    public void Base64_of_a_value_is_blotted_out_wherever_it_begins() =>
        Gen.Select(Gen.Byte.Array[0, 5], Gen.String.AlphaNumeric, Gen.Byte.Array[0, 5], Gen.Bool)
            .Where(sample => sample.Item2.Length >= 8)
            .Sample((before, secret, after, forUrls) =>
            {
                byte[] content = [.. before, .. Encoding.UTF8.GetBytes(secret), .. after];
                string text = Convert.ToBase64String(content);
                text = forUrls ? text.Replace('+', '-').Replace('/', '_') : text;

                string masked = new SecretMask([secret]).Apply(text);

                // Two characters on each side may be decided by a neighbour as well.
                Assert.InRange(
                        masked.Replace(SecretMask.Blot, "", StringComparison.Ordinal).Length,
                        0,
                        4 + ((before.Length + after.Length + 3) * 4 / 3) + 2);
                Assert.Contains(SecretMask.Blot, masked, StringComparison.Ordinal);
            });

    [Fact]
    public void Base64_in_lines_is_blotted_out()
    {
        string secret = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i:x4}"));
        string text = Convert.ToBase64String(
            Encoding.UTF8.GetBytes(secret + "\n"), Base64FormattingOptions.InsertLineBreaks);

        Assert.Matches(@"^(\*\*\*\r\n)+\*\*\*[A-Za-z0-9+/]{0,2}=*$", new SecretMask([secret]).Apply(text));
    }

    [Theory]
    [InlineData("a b/c&d=é")]
    [InlineData("p@ss w+rd")]
    public void The_escapes_of_URLs_do_not_hide_a_value(string secret)
    {
        var mask = new SecretMask([secret]);

        Assert.Equal("?t=***;", mask.Apply($"?t={Uri.EscapeDataString(secret)};"));
        Assert.Equal("?t=***;", mask.Apply($"?t={System.Net.WebUtility.UrlEncode(secret)};"));
    }

    [Theory]
    [InlineData("a b/c&d=é\"q'x<y>", "a%20b%2fc%26d%3d%c3%a9%22q%27x%3cy%3e")]
    [InlineData("s3cret/\\\"q\"", "s3cret/\\\\\\\"q\\\"")]
    [InlineData("s3cret/\\\"q\"", "s3cret\\/\\\\\\\"q\\\"")]
    [InlineData("s3cret<&é", "s3cret\\u003C\\u0026\\u00E9")]
    [InlineData("s3cret<&", "s3cret&lt;&amp;")]
    [InlineData("s3'cret", "s3'\\''cret")]
    [InlineData("s3cret", "733363726574")]
    [InlineData("s3créet", "73336372C3A96574")]
    [InlineData("s3créet", "73336372c3a96574")]
    public void What_programs_make_of_a_value_is_blotted_out(string secret, string form) =>
        Assert.Equal("<***>", new SecretMask([secret]).Apply($"<{form}>"));

    [Fact]
    public void A_value_within_another_does_not_leave_the_rest_of_the_longer_one() =>
        Assert.Equal("***", new SecretMask(["pass", "password"]).Apply("password"));
}
