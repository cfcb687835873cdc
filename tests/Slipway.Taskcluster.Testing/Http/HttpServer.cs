using System.Collections.Concurrent;
using System.Net;
using Slipway.Tests.Http;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>Listens on a port of this machine, and may break what it answers.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly CuttableFront _front;
    private readonly Func<Exchange, CancellationToken, Task> _handle;
    // Never disposed of, as it has no timer: what ends late may still look at it.
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    /// <param name="handle">What happens to a request; the token is cancelled when the server ends.</param>
    public HttpServer(Func<Exchange, CancellationToken, Task> handle)
    {
        _handle = handle;
        (_listener, int port) = Listen();
        _front = new CuttableFront(port);
        _serving = ServeAsync();
    }

    /// <summary><c>http://127.0.0.1:port</c>, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{_front.Port}";

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        await _ending.CancelAsync();
        await _front.DisposeAsync();
        _listener.Close();
        await _serving;
    }

    private static (HttpListener Listener, int Port) Listen()
    {
        while (true)
        {
            int port = FreePort.Find();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                // Somebody was faster.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        var running = new ConcurrentDictionary<Task, bool>();
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var handling = Task.Run(() => HandleAsync(context));
                running[handling] = true;
                _ = handling.ContinueWith(
                    ended => running.TryRemove(ended, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(running.Keys);
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        Exchange? exchange = null;
        try
        {
            exchange = new Exchange(context, _front);
            await _handle(exchange, _ending.Token);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException
            or InvalidOperationException or OperationCanceledException or ProtocolViolationException)
        {
            // The connection was broken, by a fault, by the client or by the end of the server.
            exchange?.Cut();
            context.Response.Abort();
        }
    }
}
