using System.Runtime.InteropServices;
using Slipway.Application.Workspaces;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Hosting;

/// <summary>
/// Ctrl-C, SIGTERM and the end of the terminal: the first one stops the work in order, a second one ends it at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _exitCode;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Cancelled)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.HungUp)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>What the process answers when it was stopped: 128 and the number of the first signal.</summary>
    public ExitCode ExitCode => _exitCode == 0 ? ExitCode.Cancelled : (ExitCode)_exitCode;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _cancellation.Dispose();
    }

    private void Stop(PosixSignalContext context, ExitCode exitCode)
    {
        if (Interlocked.CompareExchange(ref _exitCode, (int)exitCode, 0) == 0)
        {
            context.Cancel = true;
            _cancellation.Cancel();
            return;
        }

        // The process ends as the system ends it. What it started would go on: an engine's command with its build.
        context.Cancel = false;
        Workspace.EndPrograms();
    }
}
