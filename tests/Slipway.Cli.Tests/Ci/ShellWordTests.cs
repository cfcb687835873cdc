using System.Diagnostics;
using CsCheck;
using Slipway.Cli.Ci;

namespace Slipway.Cli.Tests.Ci;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("base", "base")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(x)", "'$(x)'")]
    [InlineData("it's", "'it'\\''s'")]
    public void Only_what_a_shell_could_take_otherwise_is_quoted(string text, string quoted) =>
        Assert.Equal(quoted, ShellWord.Quote(text));

    [Fact]
    public void A_shell_reads_the_text_that_was_quoted()
    {
        var texts = Gen.Char["ab '\"$`\\!*?;&|<>(){}#~\n\tä%="]
            .Array[0, 12]
            .Select(chars => new string(chars))
            .Array[200]
            .Single();
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"printf '%s\\0' {string.Join(' ', texts.Select(ShellWord.Quote))}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8,
            })!;

        Assert.Equal(texts, shell.StandardOutput.ReadToEnd().Split('\0')[..^1]);
    }
}
