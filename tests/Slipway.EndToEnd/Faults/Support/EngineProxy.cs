using System.Net.Sockets;
using System.Text;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A socket in front of an engine's that stops passing bytes in the middle of a certain request.</summary>
/// <remarks>So that a test meets a phase however fast the machine is.</remarks>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-proxy-");
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _engine;
    private readonly string _request;
    private readonly long _after;
    private readonly Func<Task> _then;
    private readonly Task _loop;
    private long _passed;
    private volatile bool _matched;

    /// <param name="engine">The engine's socket.</param>
    /// <param name="request">A part of the request's first line.</param>
    /// <param name="after">How many bytes still pass, of the request and its answer together.</param>
    /// <param name="then">What happens then; nothing more passes before it has ended.</param>
    public EngineProxy(string engine, string request, long after, Func<Task>? then = null)
    {
        _engine = engine;
        _request = request;
        _after = after;
        _then = then ?? (() => Task.Delay(Timeout.Infinite, _end.Token));
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Join(_folder.FullName, "proxy.sock")));
        _listener.Listen();
        _loop = AcceptAsync();
    }

    /// <summary>A value for <c>DOCKER_HOST</c>.</summary>
    public string Address => $"unix://{Path.Join(_folder.FullName, "proxy.sock")}";

    /// <summary>Ends when the request was reached and its bytes have passed.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _loop;
        _end.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(_engine), _end.Token);
                // A client may end its half and wait for the answer; an engine that ends its half has gone.
                var request = PassAsync(client, engine, isRequest: true);
                await PassAsync(engine, client, isRequest: false);
                client.Dispose();
                await request;
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side has gone, so the other loses its connection too.
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isRequest)
    {
        byte[] buffer = new byte[64 << 10];
        int count;
        while ((count = await from.ReceiveAsync(buffer, _end.Token)) > 0)
        {
            if (isRequest && Encoding.Latin1.GetString(buffer, 0, count).Contains(_request, StringComparison.Ordinal))
            {
                _matched = true;
            }

            if (_matched && Interlocked.Add(ref _passed, count) > _after && _reached.TrySetResult())
            {
                await _then();
            }

            await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
