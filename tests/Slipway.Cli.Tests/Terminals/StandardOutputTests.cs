using System.Text.Json;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Terminals;

public sealed class StandardOutputTests : IDisposable
{
    private readonly Workshop _workshop = Workshop.WithImage();

    [Theory]
    [InlineData("list")]
    [InlineData("list --json")]
    [InlineData("hash base --inputs")]
    [InlineData("context base -o -")]
    [InlineData("context base -o /dev/stdout")]
    [InlineData("completion bash")]
    [InlineData("--help")]
    public async Task A_full_disk_behind_standard_output_is_a_coded_error(string words)
    {
        var result = await _workshop.RunAsync($"cd tree && slipway {words} > /dev/full");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "SLIP1005: Standard output cannot be written", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("plan --json")]
    [InlineData("--help")]
    public async Task A_standard_output_that_is_closed_is_a_coded_error(string words)
    {
        var result = await _workshop.RunAsync($"cd tree && slipway {words} >&-");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "SLIP1005: Standard output cannot be written: it is closed",
            result.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_current_folder_that_was_removed_is_said_to_be_gone()
    {
        var result = await _workshop.RunAsync("mkdir gone && cd gone && rmdir ../gone && slipway plan");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("The current folder does not exist any more", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list --json")]
    [InlineData("hash base --inputs")]
    [InlineData("context base -o -")]
    [InlineData("completion bash")]
    public async Task A_reader_that_has_gone_is_no_failure(string words)
    {
        var result = await _workshop.RunAsync($"cd tree; (sleep 0.3; slipway {words}; echo $? >&2) | true");
        Assert.Equal("0\n", result.StandardError);
    }

    [Fact]
    public async Task What_cannot_be_written_to_standard_error_does_not_change_the_exit_code()
    {
        var result = await _workshop.RunAsync("cd tree && slipway list --level 9 2> /dev/full");
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("list --json")]
    [InlineData("plan --json")]
    [InlineData("hash --json")]
    public async Task Warnings_go_to_standard_error(string words)
    {
        var result = await _workshop.RunAsync(
            $"ln -s ../../slipway.yml tree/images/base/link && slipway --root tree {words}");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("warning SLIP12", result.StandardError, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(result.StandardOutput);
    }

    [Fact]
    public async Task Output_is_appended_to_what_others_wrote()
    {
        var result = await _workshop.RunAsync(
            "cd tree; { echo first; slipway hash base; slipway hash base --inputs; echo; echo last; } > ../all; cat "
            + "../all");
        string[] lines = result.StandardOutput.Split('\n');
        Assert.Equal(("first", 64, '{', "last"), (lines[0], lines[1].Length, lines[2][0], lines[3]));
    }

    public void Dispose() => _workshop.Dispose();
}
