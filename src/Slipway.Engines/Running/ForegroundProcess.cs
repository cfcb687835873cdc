using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Slipway.Engines.Errors;
using Slipway.Processes;

namespace Slipway.Engines.Running;

/// <summary>Runs a program in the foreground: the terminal is its own, and signals reach it.</summary>
internal sealed class ForegroundProcess(TimeProvider clock)
{
    /// <summary>
    /// What a signal from the terminal needs to arrive here as well, before it is sent a second time.
    /// </summary>
    private static readonly TimeSpan SignalDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the program has after SIGINT; the same as <c>docker stop</c> gives.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="command">What to run.</param>
    /// <param name="started">Is told its process id.</param>
    /// <param name="giveUp">Called when the program is still there <see cref="Grace"/> after cancellation.</param>
    /// <param name="cancellationToken">Interrupts the program.</param>
    /// <returns>The exit code; 128 and the signal's number when a signal ended it.</returns>
    /// <exception cref="OperationCanceledException">It had to be killed.</exception>
    public async Task<int> RunAsync(
        ToolCommand command, Action<int> started, Func<Task> giveUp, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(command) };
        RunningProcess? running = null;
        bool interrupted = false;
        // Looked up before a signal: Buildah's containers have no boundary, so what they started would stay.
        var descendants = new ConcurrentBag<RunningProcess>();

        // A terminal sends Ctrl-C to the program as well as to this process, which must outlive it to pass its exit
        // code on. Without a terminal only this process was meant, so the program is told.
        bool hasTerminal = !Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected;
        using var interrupt = Listen(PosixSignal.SIGINT, hasTerminal ? null : RunningProcess.Interrupt);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = Listen(PosixSignal.SIGTERM, RunningProcess.Terminate);
        using var hangUp = Listen(PosixSignal.SIGHUP, RunningProcess.Hangup);

        Start(process, command);
        running = RunningProcess.Of(process.Id);
        started(process.Id);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(SignalDelay, clock, CancellationToken.None);
            if (!Volatile.Read(ref interrupted))
            {
                Pass(RunningProcess.Interrupt);
            }

            await WaitOrKillAsync(process, giveUp, cancellationToken);
        }
        finally
        {
            foreach (var descendant in descendants)
            {
                descendant.Signal(RunningProcess.Kill);
            }
        }

        return process.ExitCode;

        PosixSignalRegistration Listen(PosixSignal received, int? passed) =>
            PosixSignalRegistration.Create(received, context =>
            {
                context.Cancel = true;
                Volatile.Write(ref interrupted, true);
                Pass(passed);
            });

        void Pass(int? signal)
        {
            foreach (var descendant in running?.Descendants() ?? [])
            {
                descendants.Add(descendant);
            }

            if (signal is { } number)
            {
                running?.Signal(number);
            }
        }
    }

    private static void Start(Process process, ToolCommand command)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw ClientErrors.CannotStart(command.Executable, exception);
        }
    }

    private static ProcessStartInfo StartInfo(ToolCommand command)
    {
        var info = new ProcessStartInfo(command.Executable) { UseShellExecute = false };
        foreach (string argument in command.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        command.ApplyEnvironment(info);
        return info;
    }

    private async Task WaitOrKillAsync(Process process, Func<Task> giveUp, CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(Grace, clock);
        try
        {
            await process.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            await giveUp();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
