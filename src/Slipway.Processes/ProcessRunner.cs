using System.ComponentModel;
using System.Text;
using CliWrap;
using Slipway.Model.Diagnostics;

namespace Slipway.Processes;

/// <summary>
/// Runs programs in the background: streamed input, output by lines, and nothing left when cancelled.
/// </summary>
/// <param name="clock">Measures how long a program has to end.</param>
/// <param name="cannotStart">What to throw when a program, named first, cannot be started.</param>
public sealed class ProcessRunner(TimeProvider clock, Func<string, Exception, SlipwayException> cannotStart)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private const int PollsAfterKill = 100;

    /// <summary>How long a program has after SIGINT before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="writeInput">Writes its standard input; null for none. When it throws, the program is killed and
    /// the exception passed on.</param>
    /// <param name="onLine">Each line of standard output and standard error, from one thread at a time.</param>
    /// <param name="cancellationToken">Interrupts the program (SIGINT), and after <see cref="Grace"/> kills it; what it
    /// started is killed when it has ended.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(
        ToolCommand command,
        Func<Stream, CancellationToken, Task>? writeInput,
        Action<string> onLine,
        CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var lines = PipeTarget.ToDelegate(
            line =>
            {
                lock (gate)
                {
                    onLine(line);
                }
            },
            Encoding.UTF8);
        return RunAsync(command, writeInput, lines, lines, cancellationToken);
    }

    /// <summary>Runs a program whose answer is bytes that fit into memory.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="input">Its standard input, which may be empty.</param>
    /// <param name="cancellationToken">
    /// As for
    /// <see cref="RunAsync(ToolCommand, Func{Stream, CancellationToken, Task}?, Action{string}, CancellationToken)"/>.
    /// </param>
    public async Task<ToolOutput> ReadAsync(
        ToolCommand command, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var errors = new StringBuilder();
        int exitCode = await RunAsync(
            command,
            input.IsEmpty ? null : (stream, token) => stream.WriteAsync(input, token).AsTask(),
            PipeTarget.ToStream(output),
            PipeTarget.ToStringBuilder(errors, Encoding.UTF8),
            cancellationToken);
        return new ToolOutput(exitCode, output.ToArray(), errors.ToString().TrimEnd());
    }

    /// <summary>Runs a program whose output is as long as it likes.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="output">Gets its standard output; the program waits while it takes no more.</param>
    /// <param name="onErrorLine">Each line of standard error.</param>
    /// <param name="cancellationToken">
    /// As for
    /// <see cref="RunAsync(ToolCommand, Func{Stream, CancellationToken, Task}?, Action{string}, CancellationToken)"/>.
    /// </param>
    /// <returns>The exit code.</returns>
    public Task<int> CopyAsync(
        ToolCommand command, Stream output, Action<string> onErrorLine, CancellationToken cancellationToken) =>
        RunAsync(
            command,
            null,
            PipeTarget.ToStream(output),
            PipeTarget.ToDelegate(onErrorLine, Encoding.UTF8),
            cancellationToken);

    /// <summary>Runs a program that answers in a few lines.</summary>
    public async Task<(int ExitCode, string Output)> CaptureAsync(
        ToolCommand command, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        int exitCode = await RunAsync(command, null, line => output.AppendLine(line), cancellationToken);
        return (exitCode, output.ToString().TrimEnd());
    }

    private async Task<int> RunAsync(
        ToolCommand command,
        Func<Stream, CancellationToken, Task>? writeInput,
        PipeTarget output,
        PipeTarget errors,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = new CancellationTokenSource();
        using var kill = new CancellationTokenSource();
        var input = writeInput is null ? null : new ProcessInput(writeInput, kill);
        var running = Start(command, input, output, errors, kill.Token, interrupt.Token);
        var process = RunningProcess.Of(running.ProcessId);
        var ending = Task.CompletedTask;
        try
        {
            await using (cancellationToken.Register(() => ending = EndAsync(process, interrupt, kill)))
            {
                var result = await running;
                cancellationToken.ThrowIfCancellationRequested();
                return result.ExitCode;
            }
        }
        catch (OperationCanceledException)
        {
            input?.ThrowIfFailed();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            await ending;
            await (input?.Completion ?? Task.CompletedTask);
        }
    }

    private CommandTask<CommandResult> Start(
        ToolCommand command,
        ProcessInput? input,
        PipeTarget output,
        PipeTarget errors,
        CancellationToken kill,
        CancellationToken interrupt)
    {
        try
        {
            return CliWrap.Cli.Wrap(command.Executable)
                .WithArguments(command.Arguments)
                .WithWorkingDirectory(command.Folder ?? Directory.GetCurrentDirectory())
                .WithEnvironmentVariables(command.Environment)
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.Create(input.CopyToAsync))
                .WithStandardOutputPipe(output)
                .WithStandardErrorPipe(errors)
                .ExecuteAsync(kill, interrupt);
        }
        catch (Win32Exception exception)
        {
            throw cannotStart(command.Executable, exception);
        }
    }

    private async Task EndAsync(RunningProcess process, CancellationTokenSource interrupt, CancellationTokenSource kill)
    {
        // Looked up before the signal: when a parent has gone, nothing tells whose its children were.
        var descendants = process.Descendants();
        await interrupt.CancelAsync();
        long start = clock.GetTimestamp();
        while (process.IsAlive && clock.GetElapsedTime(start) < Grace)
        {
            await Task.Delay(PollInterval, clock);
        }

        if (process.IsAlive)
        {
            descendants = [.. descendants, .. process.Descendants()];
            await kill.CancelAsync();
        }

        foreach (var descendant in descendants)
        {
            descendant.Signal(RunningProcess.Kill);
        }

        // What is killed goes in a moment of the kernel's own; nothing is to be left when the caller goes on.
        for (int i = 0; i < PollsAfterKill && descendants.Any(descendant => descendant.IsAlive); i++)
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }
}
