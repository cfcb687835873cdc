using Slipway.Model.Streams;

namespace Slipway.Application.Files;

/// <summary>What a person named for reading: a file, a pipe, or standard input.</summary>
/// <remarks>
/// A pipe is opened when somebody writes into it, and read when somebody has written; neither hears of a cancellation.
/// So who reads waits for these beside them, and stops waiting when it is cancelled.
/// </remarks>
internal static class NamedInput
{
    /// <summary>How a person names standard input.</summary>
    public const string StandardInput = "-";

    /// <param name="name">A path; <see cref="StandardInput"/> for that.</param>
    /// <param name="openStandardInput">Opens standard input, if it is asked for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static async Task<Stream> OpenAsync(
        string name, Func<Stream> openStandardInput, CancellationToken cancellationToken)
    {
        if (name == StandardInput)
        {
            return new PipeInput(openStandardInput());
        }

        if (name.Length == 0)
        {
            throw new FileNotFoundException("Its name is empty.");
        }

        if (Directory.Exists(name))
        {
            throw new IOException("It is a folder.");
        }

        var file = await Task.Run(() => File.OpenRead(name), CancellationToken.None).WaitAsync(cancellationToken);
        return file.CanSeek ? file : new PipeInput(file);
    }

    /// <inheritdoc cref="OpenAsync(string, Func{Stream}, CancellationToken)"/>
    /// <param name="path">A path, whatever it is.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) =>
        OpenAsync(path == StandardInput ? $"./{path}" : path, static () => Stream.Null, cancellationToken);

    /// <summary>Reads a small file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximum">Bytes; a file with more is no such file.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="IOException">There is no such file, or it is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static async Task<byte[]> ReadAsync(string path, int maximum, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(path, cancellationToken);
        return await ReadAsync(stream, maximum, cancellationToken);
    }

    /// <summary>Reads a stream whole.</summary>
    /// <exception cref="IOException">It is longer than <paramref name="maximum"/> bytes.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, int maximum, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var read)
        {
            if (content.Length + read > maximum)
            {
                throw new IOException($"It is longer than {Length(maximum)}.");
            }

            content.Write(chunk, 0, read);
        }

        return content.ToArray();
    }

    private static string Length(int bytes) =>
        bytes >= 1024 * 1024 ? $"{bytes / 1024 / 1024} MiB" : $"{bytes / 1024} KiB";

    /// <param name="inner">What may keep its reader waiting for ever.</param>
    private sealed class PipeInput(Stream inner) : ForwardStream
    {
        // A read that nobody waits for any more still writes; that must not be into what its caller uses again.
        private readonly byte[] _own = new byte[64 * 1024];

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int most = Math.Min(buffer.Length, _own.Length);
            int read = await Task.Run(() => inner.Read(_own, 0, most), CancellationToken.None)
                .WaitAsync(cancellationToken);
            _own.AsMemory(0, read).CopyTo(buffer);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
