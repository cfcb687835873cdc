using System.Collections.Immutable;
using System.Globalization;
using Slipway.Model.Diagnostics;

namespace Slipway.Processes.Tests;

public sealed class ProcessRunnerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly ProcessRunner _runner = new(TimeProvider.System, CannotStart) { Grace = TimeSpan.FromSeconds(1) };

    private static readonly DiagnosticCode Missing = new(9999, "A program is missing", ExitCode.Failed);

    [Fact]
    public async Task The_exit_code_and_the_lines_of_both_outputs_are_passed_on()
    {
        var (exitCode, output) = await _runner.CaptureAsync(Script("echo out; echo err >&2; exit 7"), Token);

        Assert.Equal(7, exitCode);
        Assert.Equal(["err", "out"], output.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "", "\"quoted\"", "$HOME", "back\\slash", "line\nbreak"];
        var command = new ToolCommand(
            "/bin/sh",
            ["-c", "for a in \"$@\"; do printf '%s|' \"$a\"; done", "sh", .. arguments],
            ImmutableSortedDictionary<string, string?>.Empty);

        var (_, output) = await _runner.CaptureAsync(command, Token);

        Assert.Equal(string.Concat(arguments.Select(a => a + "|")), output);
    }

    [Fact]
    public async Task Bytes_are_passed_on_as_they_are_and_complaints_apart_from_them()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        var result = await _runner.ReadAsync(Script("cat; echo err >&2; exit 3"), bytes, Token);

        Assert.Equal(bytes, result.Output.ToArray());
        Assert.Equal((3, "err"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Standard_input_is_streamed_from_the_callback()
    {
        var lines = new List<string>();
        byte[] block = new byte[1 << 20];
        await _runner.RunAsync(
            Script("wc -c"),
            async (stream, token) =>
            {
                for (int i = 0; i < 10; i++)
                {
                    await stream.WriteAsync(block, token);
                }
            },
            lines.Add,
            Token);

        Assert.Equal(10 << 20, int.Parse(Assert.Single(lines), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_failing_callback_ends_the_program_before_it_sees_the_end_of_its_input()
    {
        string marker = Path.Join(Path.GetTempPath(), Path.GetRandomFileName());
        var failure = new IOException("The file changed.");
        var started = new TaskCompletionSource<RunningProcess>();

        var thrown = await Assert.ThrowsAsync<IOException>(() => _runner.RunAsync(
            Script($"echo $$; cat >/dev/null; touch {marker}"),
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[100], token);
                await started.Task;
                throw failure;
            },
            line => started.SetResult(RunningProcess.Of(int.Parse(line, CultureInfo.InvariantCulture))),
            Token));

        Assert.Same(failure, thrown);
        // What is not there any more makes no file later.
        Assert.False((await started.Task).IsAlive);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_does_not_hang_the_callback()
    {
        int exitCode = await _runner.RunAsync(
            Script("exit 3"),
            async (stream, token) =>
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[1 << 16], token);
                }
            },
            _ => { },
            Token);

        Assert.Equal(3, exitCode);
    }

    [Fact]
    public async Task Cancellation_interrupts_first()
    {
        string marker = Path.Join(Path.GetTempPath(), Path.GetRandomFileName());
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(
            Script($"trap 'touch {marker}; exit 0' INT; echo ready; while :; do sleep 0.05; done"),
            null,
            _ => cancel.Cancel(),
            cancel.Token));

        Assert.True(File.Exists(marker));
        File.Delete(marker);
    }

    [Fact]
    public async Task A_program_that_ignores_the_interrupt_is_killed_with_all_that_it_started()
    {
        using var cancel = new CancellationTokenSource();
        var processes = new List<RunningProcess>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(
            Script("trap '' INT; sleep 1000 & echo $$; echo $!; wait"),
            null,
            line =>
            {
                processes.Add(RunningProcess.Of(int.Parse(line, CultureInfo.InvariantCulture)));
                if (processes.Count == 2)
                {
                    cancel.Cancel();
                }
            },
            cancel.Token));

        Assert.Equal(2, processes.Count);
        Assert.All(processes, process => Assert.False(process.IsAlive));
    }

    [Fact]
    public async Task What_a_program_leaves_behind_after_the_interrupt_is_killed()
    {
        using var cancel = new CancellationTokenSource();
        RunningProcess? child = null;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(
            Script("(trap '' INT; exec sleep 1000) & trap 'exit 0' INT; sleep 0.2; echo $!; wait"),
            null,
            line =>
            {
                child = RunningProcess.Of(int.Parse(line, CultureInfo.InvariantCulture));
                cancel.Cancel();
            },
            cancel.Token));

        Assert.False(child!.Value.IsAlive);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_known_error()
    {
        var command = new ToolCommand("/nowhere/docker", [], ImmutableSortedDictionary<string, string?>.Empty);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => _runner.CaptureAsync(command, Token));

        Assert.Equal(Missing, error.Diagnostics[0].Code);
        Assert.Contains("/nowhere/docker", error.Message, StringComparison.Ordinal);
    }

    private static SlipwayException CannotStart(string executable, Exception exception) =>
        new(new Diagnostic(Missing, $"{executable} is missing", "Install it"), exception);

    private static ToolCommand Script(string script) =>
        new("/bin/sh", ["-c", script], ImmutableSortedDictionary<string, string?>.Empty);
}
