using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;

namespace Slipway.Cli.Tests.Rendering;

public sealed class EmptyTableTests
{
    [Fact]
    public void A_table_without_rows_is_its_headings()
    {
        using var output = new StringWriter();
        new TextTable("ONE", "TWO").Write(Terminal.For(noColor: true, output, output).OutputConsole);
        Assert.Equal("ONE  TWO", output.ToString().TrimEnd());
    }

    [Fact]
    public void No_checks_are_no_lines()
    {
        using var output = new StringWriter();
        CheckRenderer.Write([], Terminal.For(noColor: true, output, output).OutputConsole);
        Assert.Empty(output.ToString());
    }
}
