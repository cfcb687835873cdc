using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Calls methods of the services: signs every attempt anew, and tries again what may go better.</summary>
/// <remarks>No failure that leaves here has a secret in it, whatever servers say.</remarks>
internal sealed class ApiClient
{
    private const string Json = "application/json";

    private readonly KnownSecrets _secrets;
    private readonly ServiceFailures _wording;
    private readonly FailureReader _failures;
    private readonly TaskclusterSettings _settings;
    private readonly TaskclusterTransport _transport;
    private readonly Retries _retries;
    private readonly HawkKey? _key;

    public ApiClient(
        TaskclusterSettings settings, TaskclusterTransport transport, FailureReader failures, Retries retries)
    {
        (_settings, _transport, _failures, _retries) = (settings, transport, failures, retries);
        _secrets = new KnownSecrets();
        _wording = new ServiceFailures(settings, _secrets);
        _key = settings.Credentials is { } credentials ? KeyOf(credentials) : null;
    }

    /// <summary>
    /// Calls and gives the answer, whatever it is unless the service failed or wants other credentials.
    /// </summary>
    /// <exception cref="SlipwayException">There is no answer, or none that another call would change.</exception>
    public Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        _secrets.GuardAsync(_retries.RunAsync(token => AttemptAsync(call, token), cancellationToken));

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
    public SlipwayException Failure(ApiAnswer answer) => _wording.Of(answer);

    private async Task<ApiAnswer> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = ToRequest(call);
        using var timer = new StallTimer(_settings.Clock, cancellationToken);
        using var answer = await _transport.SendAsync(request, timer, call.What, cancellationToken);
        var body = await _transport.ReadAsync(answer, call.Limit, call.What, cancellationToken);
        string? location = answer.Headers.TryGetValues("Location", out var values) ? values.First() : null;
        var read = new ApiAnswer(call, answer.StatusCode, body, location, answer.Headers.Date);
        return _failures.MayPass(answer, out var wait) ? throw new TransientException(Failure(read), wait)
            : read.Status == HttpStatusCode.Unauthorized ? throw Failure(read)
            : read;
    }

    private HawkKey KeyOf(TaskclusterCredentials credentials)
    {
        var key = HawkKey.Of(credentials);
        _secrets.Add(key.Secret);
        _secrets.Add(credentials.Certificate);
        _secrets.Add(key.Ext);
        return key;
    }

    private HttpRequestMessage ToRequest(ApiCall call)
    {
        // A task's proxy would put the task's credentials in the place of these.
        var root = call.Credentials is null ? _settings.RootUrl : _settings.DirectUrl ?? _settings.RootUrl;
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

        var key = call.Credentials is { } own ? KeyOf(own) : _key;
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                HawkSigner.Header(
                    key, call.Method.Method, address, _settings.Clock.GetUtcNow(), HawkSigner.NewNonce(), hash));
        }

        return request;
    }
}
