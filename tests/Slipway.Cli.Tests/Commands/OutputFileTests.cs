using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

public sealed class OutputFileTests : IDisposable
{
    private readonly Workshop _workshop = Workshop.WithImage();

    [Fact]
    public async Task A_FIFO_is_written_into_and_stays_one()
    {
        var result = await _workshop.RunAsync(
            "mkfifo pipe; cat pipe > got.tar & slipway --root tree context base -o pipe && wait && test -p pipe && tar "
            + "-tf got.tar");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.StandardError));
        Assert.Contains("words", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_written_into_and_stays_one()
    {
        // One of the test's own: a defect must not be able to replace that of the machine.
        var made = await _workshop.RunAsync("mknod null c 1 3 && echo > null");
        if (made.ExitCode != 0)
        {
            Assert.Skip($"No device can be made here: {made.StandardError}");
        }

        var result = await _workshop.RunAsync("slipway --root tree context base -o null && test -c null");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.StandardError));
    }

    [Theory]
    [InlineData("slipway --root tree context base -o >(tar -t)")]
    [InlineData("slipway --root tree context base -o /proc/self/fd/1 | tar -t")]
    public async Task A_file_that_a_process_has_open_is_written_into(string script)
    {
        var result = await _workshop.RunAsync($"set -o pipefail; {{ {script}; }} | cat");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.StandardError));
        Assert.Contains("words", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo old > real.tar")]
    [InlineData("true")]
    public async Task Behind_links_the_file_is_replaced_and_the_links_stay(string before)
    {
        var result = await _workshop.RunAsync(
            $"mkdir out && cd out && {before} && ln -s real.tar one.tar && ln -s \"$PWD/one.tar\" two.tar"
            + " && slipway --root ../tree context base -o two.tar && test -L one.tar && test -L two.tar && tar -tf "
            + "real.tar > ../names && ls");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.StandardError));
        Assert.Equal("one.tar\nreal.tar\ntwo.tar\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_new_file_is_made_and_nothing_beside_it()
    {
        var result = await _workshop.RunAsync(
            "mkdir out && slipway --root tree context base -o out/new.tar && tar -tf out/new.tar > names && ls -A out");
        Assert.Equal((0, string.Empty, "new.tar\n"), (result.ExitCode, result.StandardError, result.StandardOutput));
    }

    [Theory]
    [InlineData("none/x.tar")]
    [InlineData("slipway.yml/x.tar")]
    [InlineData("tree")]
    public async Task A_file_that_cannot_be_made_is_a_coded_error_and_leaves_nothing(string file)
    {
        var result = await _workshop.RunAsync(
            $"ls -A > before; slipway --root tree context base -o {file}; code=$?; touch home; ls -A | grep -v home | "
            + "diff - before; exit $code");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"SLIP1005: {file} cannot be written", result.StandardError, StringComparison.Ordinal);
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task An_empty_name_is_refused()
    {
        var result = await _workshop.RunAsync("slipway --root tree context base -o ''");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("SLIP1002", result.StandardError, StringComparison.Ordinal);
    }

    public void Dispose() => _workshop.Dispose();
}
