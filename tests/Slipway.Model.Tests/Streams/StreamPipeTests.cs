using Slipway.Model.Streams;

namespace Slipway.Model.Tests.Streams;

public sealed class StreamPipeTests
{
    private const int Large = 20 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_however_much_it_is()
    {
        long read = await StreamPipe.RunAsync(
            async (destination, token) =>
            {
                byte[] piece = new byte[1 << 20];
                for (int i = 0; i < Large; i += piece.Length)
                {
                    await destination.WriteAsync(piece, token);
                }
            },
            CountAsync,
            Cancel);

        Assert.Equal(Large, read);
    }

    [Fact]
    public async Task The_reader_never_meets_the_end_of_what_the_writer_did_not_finish()
    {
        bool ended = false;

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => StreamPipe.RunAsync(
            async (destination, token) =>
            {
                await destination.WriteAsync(new byte[100], token);
                throw new InvalidDataException("wrong hash");
            },
            async (source, token) =>
            {
                long count = await CountAsync(source, token);
                ended = true;
                return count;
            },
            Cancel));

        Assert.Equal("wrong hash", failure.Message);
        Assert.False(ended);
    }

    [Fact]
    public async Task A_reader_that_fails_stops_the_writer()
    {
        bool stopped = false;

        await Assert.ThrowsAsync<FormatException>(() => StreamPipe.RunAsync<int>(
            async (destination, token) =>
            {
                try
                {
                    while (true)
                    {
                        await destination.WriteAsync(new byte[1 << 16], token);
                        token.ThrowIfCancellationRequested();
                    }
                }
                finally
                {
                    stopped = true;
                }
            },
            async (source, token) =>
            {
                await source.ReadExactlyAsync(new byte[10], token);
                throw new FormatException("not a tar");
            },
            Cancel));

        Assert.True(stopped);
    }

    [Fact]
    public async Task A_failure_of_the_writer_counts_even_when_the_reader_has_all_that_it_wants()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => StreamPipe.RunAsync(
            async (destination, token) =>
            {
                await destination.WriteAsync(new byte[100], token);
                await destination.FlushAsync(token);
                throw new InvalidDataException("truncated");
            },
            async (source, token) => await source.ReadAtLeastAsync(new byte[10], 10, cancellationToken: token),
            Cancel));
    }

    [Fact]
    public async Task Cancelling_ends_both()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StreamPipe.RunAsync(
            (_, token) => Task.Delay(Timeout.Infinite, token), CountAsync, cancellation.Token));
    }

    private static async Task<long> CountAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }
}
