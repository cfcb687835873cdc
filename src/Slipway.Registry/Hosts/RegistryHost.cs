using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Registry.Authentication;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Hosts;

/// <summary>One registry: its address, and what it wants to be shown.</summary>
/// <param name="name">As it stands in references.</param>
/// <param name="origin">Its address, with a slash at the end.</param>
/// <param name="exchange">Sends.</param>
/// <param name="redirects">Where it may send us.</param>
/// <param name="authorizer">Knows what it wants to be shown.</param>
/// <param name="failures">Tells which answers may be others later.</param>
internal sealed class RegistryHost(
    string name, Uri origin, Exchange exchange, Redirects redirects, Authorizer authorizer, FailureReader failures)
    : IDisposable
{
    public string Name { get; } = name;

    public Uri Origin { get; } = origin;

    public Exchange Exchange { get; } = exchange;

    /// <summary>The address below <c>/v2/</c>.</summary>
    public Uri At(string path) => new(Origin, $"v2/{path}");

    /// <summary>The address that an answer names.</summary>
    public Uri Location(HttpResponseMessage answer) =>
        redirects.Resolve(Name, answer.RequestMessage!.RequestUri!, answer);

    /// <summary>Sends a request, follows redirects, and shows credentials to the registry alone.</summary>
    /// <returns>An answer that is neither a redirect nor one that another attempt would change.</returns>
    /// <exception cref="SlipwayException">The registry wants other credentials,
    /// or cannot be reached for good.</exception>
    /// <exception cref="TransientException">Another attempt may go better.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryCall call, CancellationToken cancellationToken)
    {
        var shown = await authorizer.PrepareAsync(call.Scopes, cancellationToken);
        var answer = await FollowAsync(call, shown, cancellationToken);
        try
        {
            if (answer.StatusCode == HttpStatusCode.Unauthorized && IsOwn(answer.RequestMessage!.RequestUri!))
            {
                var other = await authorizer.AnswerAsync(answer, call.Scopes, shown, cancellationToken);
                if (other is not null)
                {
                    answer.Dispose();
                    answer = await FollowAsync(call, other, cancellationToken);
                }

                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                {
                    throw authorizer.Refused(call, await SaidAsync(answer, cancellationToken));
                }
            }

            if (failures.MayPass(answer, out var wait))
            {
                throw new TransientException(await FailureAsync(call, answer, cancellationToken), wait);
            }

            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request whose answer has to be one of these.</summary>
    public async Task<HttpResponseMessage> ExpectAsync(
        RegistryCall call, ImmutableArray<HttpStatusCode> expected, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        if (expected.Contains(answer.StatusCode))
        {
            return answer;
        }

        using (answer)
        {
            throw await FailureAsync(call, answer, cancellationToken);
        }
    }

    public void Dispose() => authorizer.Dispose();

    /// <summary>What an answer means that was not expected.</summary>
    public async Task<SlipwayException> FailureAsync(
        RegistryCall call, HttpResponseMessage answer, CancellationToken cancellationToken) =>
        RegistryFailures.OfStatus(Name, call.What, answer.StatusCode, await SaidAsync(answer, cancellationToken));

    private async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return ErrorBody.Describe(await Exchange.ReadAsync(
                Name, answer, RegistryLimits.ErrorBody, "an error", cancellationToken), Exchange.Secrets);
        }
        catch (Exception exception) when (exception is SlipwayException or TransientException)
        {
            // The status is what counts; a broken explanation of it is none.
            return string.Empty;
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        RegistryCall call, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var address = call.Address;
        for (int redirect = 0; redirect <= RegistryLimits.Redirects; redirect++)
        {
            var answer = await Exchange.SendAsync(
                Name, call, address, IsOwn(address) ? authorization : null, cancellationToken);
            if (!ServiceHandler.IsRedirect(answer.StatusCode))
            {
                return answer;
            }

            using (answer)
            {
                address = redirects.Follow(Name, call.Method, address, answer);
            }
        }

        throw Redirects.TooMany(Name);
    }

    private bool IsOwn(Uri address) => RegistryAddress.IsSameOrigin(address, Origin);
}
