using Slipway.Cli.Help;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Help;

public sealed class ManualPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Commands() => HelpTests.Commands();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_page_says_what_help_says(string path)
    {
        string[] words = Words(path);

        string page = Plain((await CliRun.RunAsync(["man", .. words])).Output);
        string help = (await CliRun.RunAsync([.. words, "--help"])).Output;

        Assert.StartsWith(".TH \"SLIPWAY", page, StringComparison.Ordinal);
        // Every word of the one is in the other, however they are laid out.
        Assert.All(
            help.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.EndsWith(':')),
            line => Assert.All(
                line.Replace("Usage: ", "", StringComparison.Ordinal).Split("  ", StringSplitOptions.TrimEntries),
                part => Assert.Contains(part.TrimEnd('.'), page, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task All_pages_go_into_a_folder_and_are_the_same_again()
    {
        string first = Path.Join(_folder.Path, "deep", "man1");
        string second = Path.Join(_folder.Path, "again");

        Assert.Equal(0, (await CliRun.RunAsync(["man", "-o", first])).ExitCode);
        Assert.Equal(0, (await CliRun.RunAsync(["man", "-o", second])).ExitCode);

        string[] pages = [.. Directory.EnumerateFiles(first).Select(page => Path.GetFileName(page)!)];
        Assert.Equal(
            Commands()
                .Select(row => string.Join('-', ["slipway", .. Words(row.Data)]) + ".1")
                .Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(
            File.ReadAllText(Path.Join(first, page)), File.ReadAllText(Path.Join(second, page))));
    }

    [Theory]
    [InlineData("SLIP1002", "man", "nothing")]
    [InlineData("SLIP1002", "man", "index", "nothing")]
    [InlineData("SLIP1002", "man", "-o", "/dev/null/x")]
    [InlineData("SLIP1003", "man", "build", "-o", "x")]
    public async Task What_cannot_be_is_a_coded_error(string code, params string[] words)
    {
        var run = await CliRun.RunAsync(words);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_looks_like_requests_is_text()
    {
        var page = new HelpPage(
            "slipway x", "'quoted' \\ and .dots.", "slipway x", [new(".x", "'y")], [new("Options", [new("-x", ".z")])]);

        string text = ManualPage.Write(page, "1.0-a");

        Assert.Contains(".B \\&.x\n\\&'y\n", text, StringComparison.Ordinal);
        Assert.Contains(".B \\-x\n\\&.z\n", text, StringComparison.Ordinal);
        Assert.Contains("slipway\\-x \\- \\&'quoted' \\e and .dots\n", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Words(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Plain(string page) => page
        .Replace("\\-", "-", StringComparison.Ordinal)
        .Replace("\\(dq", "\"", StringComparison.Ordinal)
        .Replace("\\&", "", StringComparison.Ordinal)
        .Replace("\\e", "\\", StringComparison.Ordinal);
}
