using System.Text;
using CsCheck;
using Slipway.Engines.Builds;

namespace Slipway.Engines.Tests.Builds;

public sealed class LogMaskTests
{
    private const string Value = "first-half.second-half";

    [Theory]
    [InlineData("first-half\u001b[0m.second-half")]
    [InlineData("first-half\u009b1m.second-half")]
    [InlineData("\u001b[1mfirst-half\u001b[0m.\u001b]0;title\u0007second-half\u001b[m")]
    [InlineData("first-half\u001bP+q\u001b\\.second-half")]
    [InlineData("first-half\u0000\u0007.second-half")]
    [InlineData("first-half\u200b.sec\u00adond-\ufeffhalf")]
    [InlineData("first-half\u2060.second\u202e-half")]
    [InlineData("first-halfX\b.second-half")]
    [InlineData("f\bfi\birst-half.second-hal\u001b[0mf")]
    [InlineData("XXXXX-half.second-half\rfirst")]
    [InlineData("first-half.second-XXXX\u001b[4Dhalf")]
    [InlineData("first-halfXX\u001b[2D.second-half")]
    public void A_value_in_one_piece_on_a_terminal_is_blotted_out(string line)
    {
        string shown = Mask().Next(line);

        Assert.Equal("***", shown.Trim('\u00ad', '\u202e'));
    }

    [Theory]
    // What is written over was to be read until then, and most of it still is.
    [InlineData("first-half.second-half\rX", "X**")]
    [InlineData("first-half.second-half\u001b[1GXX", "XX*")]
    public void A_value_is_blotted_out_before_it_is_written_over(string line, string shown) =>
        Assert.Equal(shown, Mask().Next(line));

    [Fact]
    public void However_a_value_is_torn_by_what_is_not_seen_it_is_not_shown() =>
        Gen.Select(
                Gen.OneOf(
                    "\u001b[0m",
                    "\u001b[38;5;1m",
                    "\u009b1m",
                    "\u001b]0;t\u0007",
                    "\u001b]8;;x\u001b\\",
                    "\u0007",
                    "\0",
                    "\u200b",
                    "\u00ad",
                    "x\b",
                    "x\u001b[D").Array[1, 5],
                Gen.Int[1, Value.Length - 1].Array[1, 5],
                Gen.String[Gen.Char['a', 'z'], 0, 5])
            .Sample(
                (tears, places, around) =>
                {
                    var line = new StringBuilder(Value);
                    foreach (
                        var (tear, place) in tears
                            .Zip(places)
                            .DistinctBy(pair => pair.Second)
                            .OrderByDescending(pair => pair.Second))
                    {
                        line.Insert(place, tear);
                    }

                    string shown = Mask().Next($"{around} {line} {around}");

                    Assert.Equal($"{around} *** {around}", shown);
                });

    [Fact]
    public void A_value_that_is_wrapped_at_any_width_is_not_shown() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 24, 120], Gen.Int[4, 60], Gen.Bool, Gen.Int[0, 20])
            .Sample(
                (value, width, buildKit, before) =>
                {
                    var mask = new LogMask(new SecretMask([value]));
                    string text = new string('#', before) + value + "#";
                    var lines = Enumerable
                        .Range(0, (text.Length + width - 1) / width)
                        .Select(i => text.Substring(i * width, Math.Min(width, text.Length - (i * width))))
                        .Select((line, i) => mask.Next(buildKit ? $"#7 {i}.123 {line}" : line))
                        .ToList();

                    // Of a beginning too short to be one, at most seven characters are there already when the rest
                    // comes.
                    string shown = string.Concat(lines);
                    for (int i = 0; i + 8 <= value.Length; i++)
                    {
                        Assert.DoesNotContain(value.Substring(i, 8), shown, StringComparison.Ordinal);
                    }
                });

    [Fact]
    public void Steps_that_run_at_once_do_not_tear_a_wrapped_value()
    {
        var mask = Mask();

        Assert.Equal("#7 0.1 x ***", mask.Next("#7 0.1 x first-half."));
        Assert.Equal("#8 0.1 second-half", mask.Next("#8 0.1 second-half"));
        Assert.Equal("#7 0.2 *** y", mask.Next("#7 0.2 second-half y"));
        Assert.Equal("#7 0.3 second-half", mask.Next("#7 0.3 second-half"));
    }

    [Fact]
    public void A_line_without_a_number_goes_on_with_the_one_before()
    {
        var mask = Mask();

        Assert.Equal("#7 0.1 ***", mask.Next("#7 0.1 first-half."));
        Assert.Equal("***", mask.Next("second-half"));
    }

    [Fact]
    public void A_line_that_only_ends_as_a_value_begins_stays_when_that_is_little() =>
        Assert.Equal(["it is first", "second-half"], new[] { "it is first", "second-half" }.Select(Mask().Next));

    private static LogMask Mask() => new(new SecretMask([Value]));
}
