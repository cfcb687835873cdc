using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Tests.Http;

/// <summary>A server that sends what no library would let it send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private const byte TlsHandshake = 0x16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;
    private int _requests;

    /// <param name="answer">Gets the head of a request, and the connection, which is closed when it is done.</param>
    public RawServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Requests, without the attempts to speak TLS.</summary>
    public int Requests => _requests;

    /// <summary>Sends text as it is.</summary>
    public static Task SendAsync(Stream connection, string text, CancellationToken cancellationToken) =>
        connection.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                running.Add(HandleAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task HandleAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                var head = new StringBuilder();
                byte[] one = new byte[1];
                while (await stream.ReadAsync(one, _end.Token) > 0 && (head.Length > 0 || one[0] != TlsHandshake))
                {
                    head.Append((char)one[0]);
                    if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref _requests);
                        await _answer(head.ToString(), stream, _end.Token);
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The client has gone.
            }
        }
    }
}
