using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Slipway.Model.Text;

namespace Slipway.Model.Tests.Text;

public sealed class DisplayTests
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\u001b[2Jb", "a\\u001b[2Jb")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("ü 😀", "ü 😀")]
    [InlineData("\u202eturned", "\\u202eturned")]
    [InlineData("\u0000\u001f\u007f\u0080\u009f", "\\u0000\\u001f\\u007f\\u0080\\u009f")]
    [InlineData("\u200e\u200f\u061c\u2066\u2069", "\\u200e\\u200f\\u061c\\u2066\\u2069")]
    [InlineData("\u200b\u200d\u2060\u2064\ufeff", "\\u200b\\u200d\\u2060\\u2064\\ufeff")]
    [InlineData("\u2028\u2029\ufff9", "\\u2028\\u2029\\ufff9")]
    [InlineData("\udb40\udc01\udb40\udc7f", "\\udb40\\udc01\\udb40\\udc7f")]
    [InlineData("a\tb", "a\\u0009b")]
    [InlineData("日本語 עברית العربية é", "日本語 עברית العربية é")]
    public void A_line_cannot_take_a_terminal_over(string text, string shown) =>
        Assert.Equal(shown, Display.Line(text));

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
    [InlineData("bell\u0007", "bell")]
    [InlineData("cut \u001b[", "cut ")]
    [InlineData("\u202eturned", "\\u202eturned")]
    public void What_a_program_printed_is_shown_without_its_commands_to_the_terminal(string line, string shown) =>
        Assert.Equal(shown, Display.Printed(line));

    [Fact]
    public void A_document_keeps_its_lines() => Assert.Equal("a\n\tb\\u000d\\u001b", Display.Lines("a\n\tb\r\u001b"));

    [Theory]
    [InlineData("failed: could not do it", 30, "failed: could not do it")]
    [InlineData("failed: could not reach the registry: no such host", 30, "failed: c…gistry: no such host")]
    [InlineData("abcdef", 3, "…ef")]
    [InlineData("abcdef", 1, "…")]
    public void Of_a_long_reason_both_ends_are_kept(string text, int length, string shown) =>
        Assert.Equal(shown, Display.Ends(text, length));

    [Fact]
    public void Both_ends_are_never_longer_than_asked_for() =>
        Gen.Select(Gen.String, Gen.Int[1, 40]).Sample((text, length) => Display.Ends(text, length).Length <= length);

    [Fact]
    public void What_is_cut_off_is_never_half_a_character()
    {
        string pictures = string.Concat(Enumerable.Repeat("😀", 100));

        for (int length = 1; length < 20; length++)
        {
            Assert.DoesNotContain("\\ud83d", Display.Line(Display.Clip(pictures, length)), StringComparison.Ordinal);
            Assert.DoesNotContain("\\ud", Display.Line(Display.Ends(pictures, length)), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("\\ud83d", Display.Text($"x{pictures}"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_escape_is_what_JSON_means_by_it() => Gen.String.Sample(text =>
    {
        string json = JsonSerializer.Serialize(text, Relaxed);
        return JsonSerializer.Deserialize<string>(Display.Line(json)) == JsonSerializer.Deserialize<string>(json);
    });

    [Theory]
    [InlineData(
        "fatal: unable to access 'https://ana:s3cret@host/x.git'",
        "fatal: unable to access 'https://***@host/x.git'")]
    [InlineData("HTTPS://ghp_token@host", "HTTPS://***@host")]
    [InlineData("ssh://git:pass@host and ssh://git@host", "ssh://***@host and ssh://git@host")]
    [InlineData("https://host/a@b and mail ana@host", "https://host/a@b and mail ana@host")]
    [InlineData("tcp://127.0.0.1:2375", "tcp://127.0.0.1:2375")]
    public void The_credentials_of_URLs_are_not_shown(string text, string shown) =>
        Assert.Equal(shown, Display.WithoutCredentials(text));
}
