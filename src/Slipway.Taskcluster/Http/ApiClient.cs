using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Http;
using Slipway.Taskcluster.Hawk;

namespace Slipway.Taskcluster.Http;

/// <summary>Calls services: signs each attempt, tries again what may go better, and reads the answer.</summary>
internal sealed class ApiClient(TaskclusterSettings settings, Transport transport, Retries retries)
{
    private const string Json = "application/json";

    private readonly Bodies _bodies = new(settings);

    public TaskclusterSettings Settings => settings;

    /// <summary>The same services with other credentials, such as those for one upload.</summary>
    public ApiClient As(TaskclusterCredentials credentials) =>
        new(settings with { Credentials = credentials }, transport, retries);

    /// <exception cref="Core.Diagnostics.SlipwayException">There was no answer, or a service failed each time.</exception>
    public Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        retries.RunAsync(token => AttemptAsync(call, token), cancellationToken);

    /// <summary>All pages of a list.</summary>
    /// <param name="call">The first page's call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var pages = new List<JsonObject>();
        string? token = null;
        do
        {
            var page = (await SendAsync(
                token is null ? call : call with { Query = call.Query.Add(("continuationToken", token)) },
                cancellationToken)).Require();
            pages.Add(page);
            token = page["continuationToken"] is JsonValue value && value.TryGetValue(out string? next) && next.Length > 0
                ? next
                : null;
        }
        while (token is not null && pages.Count < TaskclusterLimits.Pages);
        return pages;
    }

    private async Task<ApiAnswer> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var address = call.AddressBelow(settings.RootUrl);
        using var request = ToRequest(call, address);
        using var answer = await ExchangeAsync(call, request, cancellationToken);
        byte[] content = await _bodies.ReadAsync(answer, TaskclusterLimits.Answer, call.What, cancellationToken)
            ?? throw ApiFailures.Invalid(call.Service, call.What, $"more than {TaskclusterLimits.Answer >> 20} MiB");
        int status = (int)answer.StatusCode;
        bool isRedirect = status is >= 300 and < 400;
        var body = Parse(content);
        if (status < 300 && content.Length > 0 && body is null)
        {
            throw ApiFailures.NotTaskcluster(call, answer);
        }

        var failure = status < 400 ? null : ApiFailures.Of(call, answer, body, settings);
        if (status >= 500)
        {
            throw new TransientException(failure!);
        }

        return new ApiAnswer(
            answer.StatusCode,
            body,
            isRedirect && answer.Headers.Location is { } location ? new Uri(address, location) : null,
            failure);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(
        ApiCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new StallTimer(settings.Clock, cancellationToken);
        try
        {
            timer.Allow(settings.Timeouts.Stall);
            return await timer.GuardAsync(transport.SendAsync(request, timer.Token));
        }
        catch (Exception exception) when (ConnectionFailures.IsOne(exception, cancellationToken))
        {
            throw ConnectionFailures.Explain(request.RequestUri!, call.What, exception);
        }
    }

    private HttpRequestMessage ToRequest(ApiCall call, Uri address)
    {
        var request = new HttpRequestMessage(call.Method, address);
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        byte[] body = call.Body is null ? [] : Encoding.UTF8.GetBytes(call.Body.ToJsonString());
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        }

        if (settings.Credentials is { } credentials)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Hawk",
                new HawkSigner(credentials, settings.Clock).Sign(call.Method, address, call.Body is null ? null : Json, body));
        }

        return request;
    }

    private static JsonObject? Parse(byte[] content)
    {
        try
        {
            return content.Length == 0 ? null : JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            // A proxy's page, mostly. The Index redirects with a text.
            return null;
        }
    }
}
