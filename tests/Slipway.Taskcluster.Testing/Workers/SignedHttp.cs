using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>Asks the services for a worker, without the client that is tested.</summary>
internal sealed class SignedHttp(Uri rootUrl, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Signs a request, sends it, and gives the JSON of its answer; null when it has none.</summary>
    /// <exception cref="HttpRequestException">The answer is an error.</exception>
    public async Task<JsonObject?> CallAsync(
        TestCredentials credentials, string method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var url = new Uri(rootUrl, path);
        byte[] bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        string? type = body is null ? null : "application/json";
        if (body is not null)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type!);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", HawkSigner.Header(credentials, method, url, type, bytes, clock.GetUtcNow()));
        using var answer = await _http.SendAsync(request, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode >= HttpStatusCode.BadRequest)
        {
            throw new HttpRequestException(
                $"{method} {path}: {(int)answer.StatusCode}\n{text}", null, answer.StatusCode);
        }

        return text.Length == 0 ? null : (JsonObject?)JsonNode.Parse(text);
    }

    /// <summary>Puts a file at a signed address of the storage.</summary>
    public async Task PutAsync(
        string url,
        Stream content,
        IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new StreamContent(content) };
        foreach (var (name, value) in headers)
        {
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The bytes at an address, which is followed nowhere.</summary>
    public async Task<Stream> GetAsync(string url, CancellationToken cancellationToken) =>
        await _http.GetStreamAsync(new Uri(url), cancellationToken);
}
