using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Server;

/// <summary>Talks to the test server without the client that the server is there to test.</summary>
internal sealed class Caller(TaskclusterServer server, TestCredentials? credentials) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public static JsonObject Task(DateTimeOffset now, Action<JsonObject>? change = null)
    {
        var task = new JsonObject
        {
            ["provisionerId"] = "proj",
            ["workerType"] = "ci",
            ["created"] = now.ToString("O"),
            ["deadline"] = now.AddHours(1).ToString("O"),
            ["payload"] = new JsonObject(),
            ["metadata"] = new JsonObject
            {
                ["name"] = "a task",
                ["description"] = "nothing",
                ["owner"] = "team@example.com",
                ["source"] = "https://example.com/repo",
            },
        };
        change?.Invoke(task);
        return task;
    }

    public void Dispose() => _http.Dispose();

    public async Task<Reply> SendAsync(string method, string path, JsonNode? body = null)
    {
        var url = new Uri(server.RootUrl, path);
        byte[]? bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
        string? authorization = credentials is null
            ? null
            : HawkSigner.Header(
                credentials,
                method,
                url,
                bytes is null ? null : "application/json",
                bytes ?? [],
                server.Clock.GetUtcNow());
        return await SendAsync(method, url, authorization, "application/json", bytes);
    }

    public async Task<Reply> SendAsync(
        string method, Uri url, string? authorization, string? contentType = null, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType =
                contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(
            answer.StatusCode,
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            answer.Headers.Location);
    }

    internal sealed record Reply(HttpStatusCode Status, byte[] Bytes, Uri? Location)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);

        public JsonNode Json => JsonNode.Parse(Bytes)!;

        public string? Code => (string?)Json["code"];
    }
}
