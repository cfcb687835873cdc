using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Tests.Http;

/// <summary>Stands before an HttpListener, which always ends its answers in order, and breaks connections.</summary>
internal sealed class CuttableFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, TcpClient> _clients = new();
    private readonly int _port;
    private readonly Task _accepting;

    /// <param name="port">Where the HttpListener is.</param>
    public CuttableFront(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks a connection at once.</summary>
    /// <param name="id">The port that the HttpListener sees.</param>
    public void Cut(int id)
    {
        if (_clients.TryRemove(id, out var client))
        {
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
        }
    }

    /// <summary>Ends a connection when what was written before has gone out.</summary>
    /// <param name="id">The port that the HttpListener sees.</param>
    public async Task DrainAsync(int id)
    {
        // Two copies lie between: what was written is on its way, and there is no way to ask for it.
        await Task.Delay(50);
        if (_clients.TryRemove(id, out var client))
        {
            client.Client.Shutdown(SocketShutdown.Both);
            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (int id in _clients.Keys)
        {
            Cut(id);
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var running = new ConcurrentDictionary<Task, bool>();
        while (true)
        {
            try
            {
                var pipe = PipeAsync(await _listener.AcceptTcpClientAsync());
                running[pipe] = true;
                _ = pipe.ContinueWith(
                    ended => running.TryRemove(ended, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
            catch (Exception exception)
                when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }

        foreach (int id in _clients.Keys)
        {
            Cut(id);
        }

        await Task.WhenAll(running.Keys);
    }

    private async Task PipeAsync(TcpClient outside)
    {
        try
        {
            using var inside = new TcpClient();
            outside.NoDelay = inside.NoDelay = true;
            await inside.ConnectAsync(IPAddress.Loopback, _port);
            int id = ((IPEndPoint)inside.Client.LocalEndPoint!).Port;
            _clients[id] = outside;
            var (there, back) = (outside.GetStream(), inside.GetStream());
            await Task.WhenAny(there.CopyToAsync(back), back.CopyToAsync(there));
            Cut(id);
        }
        catch (Exception exception)
            when (exception is SocketException or IOException or ObjectDisposedException or InvalidOperationException
                or ArgumentNullException)
        {
            // It was cut; between two looks of TcpClient at its socket, that is a null to it.
            outside.Dispose();
        }
    }
}
