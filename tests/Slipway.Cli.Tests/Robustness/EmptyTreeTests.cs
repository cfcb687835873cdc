using System.Text.Json;
using Slipway.Cli.Rendering;

namespace Slipway.Cli.Tests.Robustness;

public sealed class EmptyTreeTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("build")]
    public async Task A_tree_without_images_is_said_to_be_one(string command)
    {
        var result = await _workshop.RunAsync($"slipway --root tree {command}");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("No images in this tree", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("SLIP1006", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("build")]
    [InlineData("hash")]
    public async Task For_programs_it_is_an_empty_document(string command)
    {
        var result = await _workshop.RunAsync($"slipway --root tree {command} --json");
        Assert.Equal(0, result.ExitCode);
        using var document = JsonDocument.Parse(result.StandardOutput);
        var list = document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement
            : document.RootElement.GetProperty("images");
        Assert.Equal(0, list.GetArrayLength());
    }

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

    public void Dispose() => _workshop.Dispose();
}
