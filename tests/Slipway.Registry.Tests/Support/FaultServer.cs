using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Slipway.Tests.Http;

namespace Slipway.Registry.Tests.Support;

/// <summary>A server that does what a test says, and may pass requests on to a real registry.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CuttableFront _front;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly Func<Exchange, Task> _handle;
    private readonly Task _serving;

    /// <param name="handle">What happens to a request.</param>
    public FaultServer(Func<Exchange, Task> handle)
    {
        _handle = handle;
        int port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _front = new CuttableFront(port);
        _serving = ServeAsync();
    }

    /// <summary><c>127.0.0.1:port</c>, as it stands in references.</summary>
    public string Host => $"127.0.0.1:{_front.Port}";

    /// <summary>The requests, in the order in which they came.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = new();

    public int Count(string method, string part) =>
        Requests.Count(seen => seen.Method == method && seen.Path.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        _listener.Close();
        await _serving;
        _client.Dispose();
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                running.Add(HandleAsync(await _listener.GetContextAsync()));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var request = context.Request;
        Requests.Enqueue(new Seen(
            request.HttpMethod, request.RawUrl!, request.Headers["Authorization"], request.Headers["Range"]));
        var exchange = new Exchange(context, _client, _front);
        try
        {
            await _handle(exchange);
            context.Response.Close();
        }
        catch (Exception exception)
            when (exception
                    is HttpListenerException
                        or HttpRequestException
                        or IOException
                        or ObjectDisposedException
                        or InvalidOperationException)
        {
            // The connection was broken, by the test or by the client.
            exchange.Cut();
            context.Response.Abort();
        }
    }

    internal sealed record Seen(string Method, string Path, string? Authorization, string? Range);

    internal sealed class Exchange(HttpListenerContext context, HttpClient client, CuttableFront front)
    {
        // Asked for beforehand: a connection that is closed does not tell.
        private readonly int _connection = context.Request.RemoteEndPoint.Port;

        public HttpListenerRequest Request => context.Request;

        public HttpListenerResponse Response => context.Response;

        public string Path => context.Request.Url!.AbsolutePath;

        /// <summary>Breaks the connection.</summary>
        public void Cut() => front.Cut(_connection);

        public Task AnswerAsync(int status, string body = "", params (string Name, string Value)[] headers) =>
            AnswerAsync(status, Encoding.UTF8.GetBytes(body), headers);

        public async Task AnswerAsync(int status, byte[] body, params (string Name, string Value)[] headers)
        {
            await Request.InputStream.CopyToAsync(Stream.Null);
            Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                if (name == "Content-Type")
                {
                    Response.ContentType = value;
                }
                else
                {
                    Response.Headers.Add(name, value);
                }
            }

            if (Request.HttpMethod != "HEAD")
            {
                Response.ContentLength64 = body.Length;
                await Response.OutputStream.WriteAsync(body);
            }
        }

        /// <summary>Sends less than it promises, and breaks the connection.</summary>
        public async Task BreakOffAsync(long promised, byte[] sent, int status = 200)
        {
            Response.StatusCode = status;
            Response.ContentLength64 = promised;
            await Response.OutputStream.WriteAsync(sent);
            await Response.OutputStream.FlushAsync();
            await front.DrainAsync(_connection);
        }

        /// <summary>Passes the request on, and the answer back.</summary>
        /// <param name="host">To whom.</param>
        /// <param name="path">Another path; null for the same.</param>
        /// <param name="change">Changes the answer before it is sent.</param>
        public async Task PassAsync(string host, string? path = null, Action<HttpListenerResponse>? change = null)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(Request.HttpMethod), $"http://{host}{path ?? Request.RawUrl}");
            request.Headers.Host = Request.UserHostName;
            if (Request.HasEntityBody)
            {
                request.Content = new StreamContent(Request.InputStream);
                request.Content.Headers.ContentLength = Request.ContentLength64;
                request.Content.Headers.TryAddWithoutValidation("Content-Type", Request.ContentType);
            }

            foreach (string name in new[] { "Accept", "Range", "Authorization" })
            {
                if (Request.Headers[name] is { } value)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Response.StatusCode = (int)answer.StatusCode;
            foreach (
                var header in answer
                    .Headers.Concat(answer.Content.Headers)
                    .Where(header => header.Key is not "Content-Length"))
            {
                Response.Headers[header.Key] = string.Join(", ", header.Value);
            }

            change?.Invoke(Response);
            if (Request.HttpMethod != "HEAD")
            {
                byte[] body = await answer.Content.ReadAsByteArrayAsync();
                Response.ContentLength64 = body.Length;
                await Response.OutputStream.WriteAsync(body);
            }
            else if (answer.Content.Headers.ContentLength is { } length)
            {
                Response.ContentLength64 = length;
            }
        }
    }
}
