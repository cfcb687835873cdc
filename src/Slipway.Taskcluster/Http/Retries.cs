using Polly;
using Polly.Retry;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Tries again what may go better at the next attempt.</summary>
internal sealed class Retries
{
    private readonly ResiliencePipeline _pipeline;

    public Retries(TimeProvider clock) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                MaxRetryAttempts = RetrySchedule.Retries,
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(
                    RetrySchedule.Delay(arguments.AttemptNumber, Random.Shared.NextDouble())),
            })
            .Build();

    /// <exception cref="SlipwayException">The last attempt failed, or one in a way that will not change.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
        }
        catch (TransientException exception)
        {
            throw exception.Failure;
        }
    }

    /// <summary>Goes on with a transfer for as long as attempts move it well forward.</summary>
    /// <param name="attempt">Goes on where the last one stopped.</param>
    /// <param name="position">How far it came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<T> ResumeAsync<T>(
        Func<CancellationToken, Task<T>> attempt, Func<long> position, CancellationToken cancellationToken)
    {
        while (true)
        {
            long before = position();
            try
            {
                return await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
            }
            catch (TransientException exception)
            {
                if (position() - before < TaskclusterLimits.Progress)
                {
                    throw exception.Failure;
                }
            }
        }
    }
}
