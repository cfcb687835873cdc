using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Options;

/// <summary><c>slipway --version</c>.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        var run = await CliRun.RunAsync(["--version"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\A\d+\.\d+\.\d+[^\n]*\n\z", run.Output);
    }

    [Theory]
    [InlineData("--version", "-v")]
    [InlineData("-v", "--version")]
    [InlineData("--verbose", "--version", "--no-color")]
    public async Task In_full_it_says_what_the_program_is_made_from(params string[] line)
    {
        var run = await CliRun.RunAsync(line);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("runtime   .NET 10.", run.Output, StringComparison.Ordinal);
        Assert.Contains("contains  System.CommandLine ", run.Output, StringComparison.Ordinal);
        Assert.Contains("contains  Microsoft.Data.Sqlite", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_it_as_JSON()
    {
        var plain = await CliRun.RunAsync(["--version"]);
        var run = await CliRun.RunAsync(["--version", "--json"]);

        Assert.True(run.ExitCode == 0, run.Error);
        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal(
            plain.Output.Trim(), $"{document["version"]}{(document["commit"] is { } commit ? $"+{commit}" : "")}");
        Assert.StartsWith(".NET 10.", (string)document["runtime"]!, StringComparison.Ordinal);
        Assert.Contains(
            document["packages"]!.AsArray(), package => (string)package!["name"]! == "ZstdNet"
                && (string)package["version"]! is { Length: > 0 });
    }

    [Theory]
    [InlineData("--version", "list")]
    [InlineData("list", "--version")]
    [InlineData("--version", "--root", ".")]
    [InlineData("--version", "--rehash")]
    public async Task With_anything_else_it_is_a_mistake(params string[] line) =>
        Assert.Equal(2, (await CliRun.RunAsync(line)).ExitCode);
}
