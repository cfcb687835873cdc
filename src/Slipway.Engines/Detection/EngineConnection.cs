using System.Collections.Immutable;
using System.Text.Json;
using Docker.DotNet;
using Slipway.Engines.Api;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Detection;

/// <summary>An engine that has answered.</summary>
/// <param name="Server">What it says about itself.</param>
/// <param name="Service">The service that was started to reach it; null when it ran already.</param>
internal sealed record EngineConnection(EngineApi Api, EngineServer Server, PodmanService? Service) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="SlipwayException">It does not answer, or is not what the candidate wants.</exception>
    public static async Task<EngineConnection> OpenAsync(
        EngineCandidate candidate, EngineEnvironment environment, CancellationToken cancellationToken)
    {
        var endpoint = EngineEndpoint.Parse(candidate.Address!, candidate.Origin, environment);
        return await OpenAsync(endpoint, candidate.Origin, service: null, cancellationToken);
    }

    /// <inheritdoc cref="OpenAsync(EngineCandidate, EngineEnvironment, CancellationToken)"/>
    public static Task<EngineConnection> OpenAsync(PodmanService service, CancellationToken cancellationToken) =>
        OpenAsync(service.Endpoint, "the podman command", service, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }
    }

    private static async Task<EngineConnection> OpenAsync(
        EngineEndpoint endpoint, string origin, PodmanService? service, CancellationToken cancellationToken)
    {
        var api = new EngineApi(endpoint);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        try
        {
            return new EngineConnection(api, await api.DescribeAsync(timeout.Token), service);
        }
        catch (Exception exception) when (
            ApiErrors.IsConnectionFailure(exception)
            || exception is OperationCanceledException or DockerApiException or JsonException)
        {
            api.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new SlipwayException(ApiErrors.NotReachable(endpoint, origin, exception), exception);
        }
    }
}
