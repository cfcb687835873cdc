using System.IO.Pipelines;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>What a program prints, as a stream that ends only when the program ended well.</summary>
internal sealed class ToolOutputStream : ForwardStream
{
    // The program waits when this much has not been read.
    private const int Ahead = 1 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: Ahead, resumeWriterThreshold: Ahead / 2, useSynchronizationContext: false));

    private readonly Stream _output;
    private readonly CancellationTokenSource _stop;
    private readonly Task _running;
    private readonly Action _cleanUp;

    private ToolOutputStream(
        ProcessRunner runner,
        ToolCommand command,
        Func<int, string?, SlipwayException> failed,
        Action cleanUp,
        CancellationToken cancellationToken)
    {
        _cleanUp = cleanUp;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _output = _pipe.Reader.AsStream();
        _running = FillAsync(runner, command, failed);
    }

    /// <param name="runner">Runs it.</param>
    /// <param name="command">What to run.</param>
    /// <param name="failed">What to throw by its exit code and its last line of standard error.</param>
    /// <param name="cleanUp">Called when the program has ended.</param>
    /// <param name="cancellationToken">Stops the program, as disposing of the stream does.</param>
    public static ToolOutputStream Start(
        ProcessRunner runner,
        ToolCommand command,
        Func<int, string?, SlipwayException> failed,
        Action cleanUp,
        CancellationToken cancellationToken) =>
        new(runner, command, failed, cleanUp, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _output.ReadAsync(buffer, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        // First, or the program's last bytes would wait for a reader for ever.
        await _output.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        _cleanUp();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private async Task FillAsync(ProcessRunner runner, ToolCommand command, Func<int, string?, SlipwayException> failed)
    {
        Exception? failure = null;
        try
        {
            var errors = new OutputTail();
            await using var writer = _pipe.Writer.AsStream(leaveOpen: true);
            int exitCode = await runner.CopyAsync(command, writer, errors.Add, _stop.Token);
            failure = exitCode == 0 ? null : failed(exitCode, errors.Last);
        }
        catch (Exception exception)
        {
            // Thrown where the stream is read.
            failure = exception;
        }

        await _pipe.Writer.CompleteAsync(failure);
    }
}
