using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Slipway.Core.Diagnostics;
using Slipway.Http;
using Slipway.Taskcluster.Hawk;

namespace Slipway.Taskcluster.Http;

/// <summary>Calls methods of the services: signs every attempt anew, and tries again what may go better.</summary>
/// <param name="settings">Where, and as who.</param>
/// <param name="transport">Sends.</param>
/// <param name="retries">When to try again.</param>
internal sealed class ApiClient(TaskclusterSettings settings, Transport transport, Retries retries)
{
    private const string Json = "application/json";

    private readonly AnswerFailures _failures = new(settings);
    private readonly HawkKey? _key = settings.Credentials is { } credentials ? HawkKey.Of(credentials) : null;

    /// <summary>Calls and gives the answer, whatever it is unless the service failed or wants other credentials.</summary>
    /// <exception cref="SlipwayException">There is no answer, or none that another call would change.</exception>
    public Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        retries.RunAsync(token => AttemptAsync(call, token), cancellationToken);

    /// <summary>Calls what has to succeed.</summary>
    public async Task<ApiAnswer> DemandAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    /// <summary>Calls what may find nothing.</summary>
    /// <returns>Null when what was asked for is not there, or not any more.</returns>
    public async Task<ApiAnswer?> FindAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        return answer.IsSuccess ? answer : answer.IsAbsent ? null : throw Failure(answer);
    }

    /// <summary>What an answer means that was not expected.</summary>
    public SlipwayException Failure(ApiAnswer answer) => _failures.Of(answer);

    private async Task<ApiAnswer> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = ToRequest(call);
        using var timer = new StallTimer(settings.Clock, cancellationToken);
        using var answer = await transport.SendAsync(request, timer, call.What, cancellationToken);
        var body = await transport.ReadAsync(answer, call.Limit, call.What, cancellationToken);
        string? location = answer.Headers.TryGetValues("Location", out var values) ? values.First() : null;
        var read = new ApiAnswer(call, answer.StatusCode, body, location, answer.Headers.Date);
        return read.Status >= HttpStatusCode.InternalServerError ? throw new TransientException(Failure(read))
            : read.Status == HttpStatusCode.Unauthorized ? throw Failure(read)
            : read;
    }

    private HttpRequestMessage ToRequest(ApiCall call)
    {
        // A task's proxy would put the task's credentials in the place of these.
        var root = call.Credentials is null ? settings.RootUrl : settings.DirectUrl ?? settings.RootUrl;
        var address = ServiceAddress.Of(root, call.Service, call.Parts, call.Query);
        var request = new HttpRequestMessage(call.Method, address);
        request.Headers.TryAddWithoutValidation("Accept", Json);
        string? hash = null;
        if (call.Body is { } json)
        {
            byte[] body = Encoding.UTF8.GetBytes(json.ToJsonString());
            hash = HawkSigner.HashPayload(Json, body);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        }

        var key = call.Credentials is { } own ? HawkKey.Of(own) : _key;
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                HawkSigner.Header(
                    key, call.Method.Method, address, settings.Clock.GetUtcNow(), HawkSigner.NewNonce(), hash));
        }

        return request;
    }
}
