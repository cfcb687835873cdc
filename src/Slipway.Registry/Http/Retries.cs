using Polly;
using Polly.Retry;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>Tries again what may go better at the next attempt, each time later.</summary>
internal sealed class Retries
{
    /// <summary>Attempts in a row that get nowhere.</summary>
    public const int Attempts = 5;

    private readonly ResiliencePipeline _pipeline;

    public Retries(TimeProvider clock) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                MaxRetryAttempts = Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(300),
                UseJitter = true,
                MaxDelay = TimeSpan.FromSeconds(RegistryLimits.RetryAfter),
                DelayGenerator = static arguments =>
                    ValueTask.FromResult((arguments.Outcome.Exception as TransientException)?.RetryAfter),
            })
            .Build();

    /// <exception cref="SlipwayException">The last attempt failed, or one in a way that will not change.</exception>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
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

    /// <summary>Goes on with a transfer for as long as attempts move it forward.</summary>
    /// <param name="attempt">Goes on where the last one stopped.</param>
    /// <param name="position">How far it came.</param>
    /// <param name="size">Bytes in all, which with the progress that is asked for bound how often it is tried.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ResumeAsync(
        Func<CancellationToken, Task> attempt, Func<long> position, long size, CancellationToken cancellationToken)
    {
        long enough = Math.Max(RegistryLimits.Progress, size / 1000);
        while (true)
        {
            long before = position();
            try
            {
                await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
                return;
            }
            catch (TransientException exception)
            {
                if (position() - before < enough)
                {
                    throw exception.Failure;
                }
            }
        }
    }
}
