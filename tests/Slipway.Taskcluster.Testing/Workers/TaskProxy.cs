using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>Signs the requests of a task, which has no credentials itself, and passes them on.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/tree/v106.0.0/tools/taskcluster-proxy</remarks>
internal sealed class TaskProxy : IAsyncDisposable
{
    // What of an answer is about one connection only, or is written anew.
    private static readonly string[] NotPassedOn =
    [
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Date",
        "Server",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly Uri _rootUrl;
    private readonly TestCredentials _credentials;
    private readonly TimeProvider _clock;
    private readonly string[] _scopes;
    private readonly HttpServer _server;

    public TaskProxy(Uri rootUrl, WorkerTask task, TimeProvider clock)
    {
        _rootUrl = rootUrl;
        _credentials = task.Credentials;
        _clock = clock;

        // The proxy gives a task less than its worker has: it cannot resolve itself.
        _scopes = [.. task.Definition.Texts("scopes"), $"queue:create-artifact:{task.Id}/{task.Run}"];
        _server = new HttpServer(HandleAsync);
    }

    /// <summary>What the task gets as <c>TASKCLUSTER_PROXY_URL</c>.</summary>
    public string Url => _server.Url;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task HandleAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        byte[] body = await exchange.ReadBodyAsync(cancellationToken);
        string path = exchange.Resource.StartsWith("/api/", StringComparison.Ordinal)
            ? exchange.Resource
            : $"/api{exchange.Resource}";
        var url = new Uri(_rootUrl, path);
        string method = exchange.Request.HttpMethod;
        string? type = exchange.Request.ContentType;
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (exchange.Request.HasEntityBody)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", HawkSigner.Header(_credentials, method, url, type, body, _clock.GetUtcNow(), _scopes));
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header =>
                !NotPassedOn.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && header.Key != "Content-Type")
            .Select(header => (header.Key, string.Join(", ", header.Value)));
        await exchange.AnswerAsync(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString(),
            await answer.Content.ReadAsByteArrayAsync(cancellationToken),
            headers,
            cancellationToken);
    }
}
