using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Tests.Yaml;

public sealed class TabIndentationTests
{
    [Theory]
    [InlineData("trust:\n\t3: require\n", 2, 1)]
    [InlineData("a: b\r\n\r\ntrust:\r\n\t3: require\r\n", 4, 1)]
    [InlineData("a:\n  b: c\n\td: e\n", 3, 1)]
    [InlineData("a:\n  - b\n  \t- c\n\t- d\n", 3, 3)]
    [InlineData("x: |\n  text\n  \ttext\n\t\na:\n\tb: c\n", 6, 1)]
    public void A_tab_is_told_of_where_it_is(string text, int line, int column)
    {
        var problems = new DiagnosticBag();

        Assert.False(YamlTreeReader.TryRead(text, "slipway.yml", problems, out _));

        var problem = Assert.Single(problems.ToSorted());
        Assert.Equal(ConfigurationCodes.Malformed, problem.Code);
        Assert.Contains("tab", problem.Message, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("slipway.yml", line, column), problem.Location);
    }

    [Fact]
    public void Another_fault_is_told_of_where_it_is_whatever_tabs_there_are()
    {
        var problems = new DiagnosticBag();

        Assert.False(YamlTreeReader.TryRead("a: b\nc: d: e\nf: |\n  x\n  \ty\n", "slipway.yml", problems, out _));

        Assert.Equal(2, Assert.Single(problems.ToSorted()).Location?.Line);
    }
}
