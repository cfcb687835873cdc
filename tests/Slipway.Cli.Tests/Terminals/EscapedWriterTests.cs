using CsCheck;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;

namespace Slipway.Cli.Tests.Terminals;

public sealed class EscapedWriterTests
{
    [Fact]
    public void However_a_text_comes_in_pieces_it_is_escaped_as_a_whole() =>
        Gen.Select(Gen.String, Gen.Int[1, 5])
            .Sample(
                (text, size) =>
                {
                    using var whole = new StringWriter();
                    using var pieces = new StringWriter();
                    using (var writer = new EscapedWriter(pieces))
                    {
                        foreach (char[] piece in text.Chunk(size))
                        {
                            writer.Write(piece);
                        }
                    }

                    return pieces.ToString() == Display.Lines(text);
                });

    [Fact]
    public async Task Every_way_to_write_is_escaped()
    {
        using var output = new StringWriter();
        await using (var writer = new EscapedWriter(output))
        {
            char[] evil = ['\u001b'];
            writer.Write('\u001b');
            writer.Write("\u001b");
            writer.Write(evil);
            writer.Write(evil, 0, 1);
            writer.Write(evil.AsSpan());
            writer.Write((object)"\u001b");
            writer.Write("{0}", "\u001b");
            writer.Write(new System.Text.StringBuilder("\u001b"));
            writer.WriteLine('\u001b');
            writer.WriteLine("\u001b");
            writer.WriteLine(evil);
            writer.WriteLine(evil.AsSpan());
            writer.WriteLine(new System.Text.StringBuilder("\u001b"));
            await writer.WriteAsync('\u001b');
            await writer.WriteAsync("\u001b");
            await writer.WriteAsync(evil);
            await writer.WriteAsync(evil.AsMemory(), CancellationToken.None);
            await writer.WriteAsync(new System.Text.StringBuilder("\u001b"), CancellationToken.None);
            await writer.WriteLineAsync('\u001b');
            await writer.WriteLineAsync("\u001b");
            await writer.WriteLineAsync(evil);
            await writer.WriteLineAsync(evil.AsMemory(), CancellationToken.None);
            await writer.WriteLineAsync(new System.Text.StringBuilder("\u001b"), CancellationToken.None);
            writer.WriteLine();
            await writer.WriteLineAsync();
        }

        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Equal(23, output.ToString().Split("\\u001b").Length - 1);
    }

    [Theory]
    [InlineData("::error::x", "\\u003a:error::x")]
    [InlineData("a\n \t::set-output name=a::b", "a\n \t\\u003a:set-output name=a::b")]
    [InlineData("a ::b", "a ::b")]
    [InlineData("x ##[error]y", "x ##\\u005berror]y")]
    [InlineData("### [a]", "### [a]")]
    public void A_runner_finds_no_command(string text, string escaped)
    {
        using var output = new StringWriter();
        using (var writer = new EscapedWriter(output, isWorkflow: true))
        {
            foreach (char c in text)
            {
                writer.Write(c);
            }
        }

        Assert.Equal(escaped, output.ToString());
    }
}
