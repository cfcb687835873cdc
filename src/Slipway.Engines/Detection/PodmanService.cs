using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Processes;

namespace Slipway.Engines.Detection;

/// <summary>
/// Podman has no daemon: this is its API service (podman-system-service(1)), run while a command needs it.
/// </summary>
internal sealed class PodmanService : IAsyncDisposable
{
    private const int LongestReason = 400;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop;
    private readonly Task<int> _running;
    private readonly ScratchFolder _folder;

    private PodmanService(ScratchFolder folder, string socket, Task<int> running, CancellationTokenSource stop)
    {
        _folder = folder;
        _running = running;
        _stop = stop;
        Endpoint = EngineEndpoint.OfSocket(socket);
    }

    public EngineEndpoint Endpoint { get; }

    /// <exception cref="SlipwayException">It does not start.</exception>
    public static async Task<PodmanService> StartAsync(
        string podman,
        EngineEnvironment environment,
        ProcessRunner runner,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        // Only this user may enter the folder, so nobody else reaches the socket.
        var folder = ScratchFolder.Create(ScratchPurpose.Podman);
        string socket = Path.Combine(folder.Path, "api.sock");
        var output = new OutputTail();
        var stop = new CancellationTokenSource();
        var command = new ToolCommand(
            podman,
            // The service's time limit counts idle time, and a long build through the command is idle time to it.
            ["system", "service", "--time=0", EngineEndpoint.OfSocket(socket).Address],
            BuildClient.PodmanEnvironment(environment));
        var running = runner.RunAsync(command, null, output.Add, stop.Token);
        var service = new PodmanService(folder, socket, running, stop);
        try
        {
            await service.WaitUntilReadyAsync(output, clock, cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SlipwayException)
        {
            // Ended because it was told to, or reported when it did not start.
        }

        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilReadyAsync(OutputTail output, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var api = new EngineApi(Endpoint);
        long start = clock.GetTimestamp();
        while (!Path.Exists(Endpoint.SocketPath) || !await api.IsAliveAsync())
        {
            if (_running.IsCompleted || clock.GetElapsedTime(start) > StartTimeout)
            {
                throw new SlipwayException(new Diagnostic(
                    EngineCodes.PodmanServiceFailed,
                    "'podman system service' did not start"
                    + (output.Last is { } last ? $": {Display.Ends(last, LongestReason)}" : string.Empty),
                    "Run 'podman system service --time=0 unix:///tmp/podman.sock' by hand and mend what it says"));
            }

            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }
}
