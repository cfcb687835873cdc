using System.Collections.Concurrent;
using System.Text;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Tests.Support;

/// <summary>A server that answers what a test says: older services, proxies, storages that behave badly.</summary>
internal sealed class AnswerServer : IAsyncDisposable
{
    private readonly HttpServer _server;

    /// <param name="answer">From a path with its query and the headers.</param>
    public AnswerServer(Func<Exchange, Reply> answer) => _server = new HttpServer(async (exchange, token) =>
    {
        byte[] body = await exchange.ReadBodyAsync(token);
        Seen.Enqueue($"{exchange.Request.HttpMethod} {exchange.Resource}");
        Headers.Enqueue(
                    exchange.Request.Headers.AllKeys.ToDictionary(
                        name => name!, name => exchange.Request.Headers[name]!));
        var reply = answer(exchange);
        if (reply.CutAfter is { } sent)
        {
            exchange.Begin(reply.Status, "application/octet-stream", reply.Headers);
            exchange.Response.ContentLength64 = reply.Body.Length;
            await exchange.Response.OutputStream.WriteAsync(reply.Body.AsMemory(0, sent), token);
            await exchange.CutAfterWhatWasWrittenAsync();
            return;
        }

        await exchange.AnswerAsync(reply.Status, "application/json", reply.Body, reply.Headers, token);
    });

    public Uri Url => new(_server.Url);

    /// <summary>Method, path and query of every request.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal sealed record Reply(int Status, byte[] Body, params (string Name, string Value)[] Headers)
    {
        public Reply(int status, string body, params (string Name, string Value)[] headers)
            : this(status, Encoding.UTF8.GetBytes(body), headers)
        {
        }

        /// <summary>The connection breaks after so many bytes of the body.</summary>
        public int? CutAfter { get; init; }
    }
}
