using System.IO.Pipelines;

namespace Slipway.Model.Streams;

/// <summary>Lets one part write a stream while another reads it, in constant memory.</summary>
public static class StreamPipe
{
    // As much as keeps both busy while the other pauses for a moment.
    private const int Held = 4 << 20;

    // Pieces of the usual 4 KiB would make of each write sixty.
    private const int Piece = 256 << 10;

    /// <summary>
    /// Runs both at once, until the reader is done. The reader meets the end only when the writer ended well.
    /// </summary>
    /// <param name="write">Writes everything. When it fails, the reader's next read fails
    /// with the same exception.</param>
    /// <param name="read">Reads to the end.</param>
    /// <param name="cancellationToken">Cancels both.</param>
    /// <exception cref="Exception">What the writer threw, when it failed first; else what the reader threw.</exception>
    public static async Task<T> RunAsync<T>(
        Func<Stream, CancellationToken, Task> write,
        Func<Stream, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var pipe = new Pipe(
            new PipeOptions(
                pauseWriterThreshold: Held,
                resumeWriterThreshold: Held / 2,
                minimumSegmentSize: Piece,
                useSynchronizationContext: false));
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = Task.Run(() => WriteAsync(pipe.Writer, write, abandoned.Token), CancellationToken.None);
        try
        {
            var result = await read(pipe.Reader.AsStream(leaveOpen: true), cancellationToken);
            await pipe.Reader.CompleteAsync();
            await writing;
            return result;
        }
        catch (Exception failure)
        {
            await pipe.Reader.CompleteAsync(failure);
            await abandoned.CancelAsync();
            await writing.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            if (writing.Exception?.InnerException is { } cause and not OperationCanceledException
                && cause != failure
                && IsBehind(cause, failure))
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            }

            throw;
        }
    }

    private static async Task WriteAsync(
        PipeWriter writer, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(writer.AsStream(leaveOpen: true), cancellationToken);
            await writer.CompleteAsync();
        }
        catch (Exception failure)
        {
            await writer.CompleteAsync(failure);
            throw;
        }
    }

    /// <summary>Whether the reader failed because the writer had.</summary>
    private static bool IsBehind(Exception cause, Exception failure)
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (ReferenceEquals(inner, cause))
            {
                return true;
            }
        }

        return false;
    }
}
