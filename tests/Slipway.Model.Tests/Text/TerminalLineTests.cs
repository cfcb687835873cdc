using CsCheck;
using Slipway.Model.Text;

namespace Slipway.Model.Tests.Text;

public sealed class TerminalLineTests
{
    [Theory]
    [InlineData("first\u001b[0msecond", "firstsecond")]
    [InlineData("first\u009b0msecond", "firstsecond")]
    [InlineData("first\u001b]0;a title\u0007second", "firstsecond")]
    [InlineData("first\u009d0;a title\u009csecond", "firstsecond")]
    [InlineData("first\u001bP+q\u001b\\second", "firstsecond")]
    [InlineData("first\u001b_x\u001b[1msecond", "firstsecond")]
    [InlineData("first\u001b(Bsecond", "firstsecond")]
    [InlineData("first\u001b7second\u001bM", "firstsecond")]
    [InlineData("first\u0000\u0007\u007f\u0085second", "firstsecond")]
    [InlineData("first\u001b]cut off", "first")]
    [InlineData("first\u001b", "first")]
    [InlineData("a\tb", "a\tb")]
    public void Commands_to_the_terminal_are_left_out(string line, string shown) =>
        Assert.Equal(shown, TerminalLine.Shown(line));

    [Theory]
    [InlineData("N\bNA\bAM\bM", "NAM")]
    [InlineData("_\bN_\bA", "NA")]
    [InlineData("\b\bx", "x")]
    [InlineData("\ud83d\ude00\bx", "x")]
    [InlineData("10 %\r100 %", "100 %")]
    [InlineData("fetching\rdone", "donehing")]
    [InlineData("fetching\r\u001b[Kdone", "done")]
    [InlineData("fetching\u001b[2K\rdone", "done    ")]
    [InlineData("wrong\u001b[5Dright", "right")]
    [InlineData("wrong\u001b[1Gright", "right")]
    [InlineData("wrong\u001b[99999999999Dright", "right")]
    [InlineData("ab\u001b[999Cc", "abc")]
    [InlineData("axxb\u001b[3D\u001b[2P\u001b[9Cc", "abc")]
    [InlineData("abc\u001b[1K", "   ")]
    [InlineData("abc\u001b[2D\u001b[1X", "a c")]
    [InlineData("old\u001b[H\u001b[2Jnew", "new")]
    public void What_moves_and_erases_is_followed(string line, string shown) =>
        Assert.Equal(shown, TerminalLine.Shown(line));

    [Theory]
    [InlineData("\u001b[1K")]
    [InlineData("\u001b[P\r")]
    [InlineData("\u001b[2K")]
    [InlineData("\u001b[D\u001b[K")]
    public void A_long_line_of_commands_takes_time_by_its_length(string command)
    {
        string line = new string('x', 200_000) + string.Concat(Enumerable.Repeat(command, 100_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        TerminalLine.Shown(line);

        // Without a bound it is 20,000 million cells.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Fact]
    public void What_is_shown_has_no_commands_and_showing_it_again_changes_nothing() =>
        Gen.OneOf(
                "a",
                "b",
                "\u001b",
                "[",
                "]",
                "0",
                ";",
                "m",
                "K",
                "D",
                "C",
                "\r",
                "\b",
                "\u0007",
                "\u009b",
                "\u009c",
                "\\",
                "(",
                "\ud83d",
                "\t")
            .Array[0, 40]
            .Select(string.Concat)
            .Sample(line =>
            {
                string shown = TerminalLine.Shown(line);
                Assert.DoesNotContain(shown, c => char.IsControl(c) && c != '\t');
                Assert.Equal(shown, TerminalLine.Shown(shown));
                Assert.True(shown.Length <= line.Length, shown);
            });
}
