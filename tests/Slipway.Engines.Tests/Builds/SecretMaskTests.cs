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
    public void A_value_within_another_does_not_leave_the_rest_of_the_longer_one() =>
        Assert.Equal("***", new SecretMask(["pass", "password"]).Apply("password"));
}
