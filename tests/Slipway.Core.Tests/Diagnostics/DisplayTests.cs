using Slipway.Core.Diagnostics;

namespace Slipway.Core.Tests.Diagnostics;

public sealed class DisplayTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\u001b[2Jb", "a\\u001b[2Jb")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("ü 😀", "ü 😀")]
    [InlineData("\u202eturned", "\\u202eturned")]
    public void A_line_cannot_take_a_terminal_over(string text, string shown) => Assert.Equal(shown, Display.Line(text));

    // An attribute could not hold such a text.
    [Fact]
    public void Half_a_character_is_escaped() => Assert.Equal("half \\ud83d", Display.Line("half \ud83d"));

    [Theory]
    [InlineData("\u001b[1;32mgreen\u001b[0m", "green")]
    [InlineData("\u001b]0;a title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("10 %\r20 %\r30 %", "30 %")]
    [InlineData("windows\r", "windows")]
    [InlineData("a\tb", "a    b")]
    [InlineData("bell\u0007", "bell\\u0007")]
    [InlineData("cut \u001b[", "cut \\u001b[")]
    public void What_a_program_printed_is_shown_without_its_commands_to_the_terminal(string line, string shown) =>
        Assert.Equal(shown, Display.Printed(line));
}
