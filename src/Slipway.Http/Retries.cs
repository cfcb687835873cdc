using Polly;
using Polly.Retry;
using Slipway.Model.Diagnostics;

namespace Slipway.Http;

/// <summary>Tries again what may go better at the next attempt, as a schedule says.</summary>
public sealed class Retries
{
    private readonly RetrySchedule _schedule;
    private readonly ResiliencePipeline _pipeline;

    public Retries(RetrySchedule schedule, TimeProvider clock)
    {
        _schedule = schedule;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                    MaxRetryAttempts = schedule.Attempts - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = schedule.FirstDelay,
                    UseJitter = true,
                    MaxDelay = schedule.LongestDelay,
                    DelayGenerator = arguments =>
                        ValueTask.FromResult(Delay(arguments.Outcome.Exception, arguments.AttemptNumber)),
                })
            .Build();
    }

    /// <summary>Does something that has to succeed at one attempt.</summary>
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
    /// <param name="size">Bytes in all, a thousandth of which is asked for as progress when that is more;
    /// 0 when nobody knows.</param>
    /// <exception cref="SlipwayException">As many attempts as are allowed got nowhere, or one failed in a way that will
    /// not change.</exception>
    public async Task<T> ResumeAsync<T>(
        Func<CancellationToken, Task<T>> attempt, Func<long> position, long size, CancellationToken cancellationToken)
    {
        long enough = Math.Max(_schedule.Progress, size / 1000);
        while (true)
        {
            long before = position();
            try
            {
                return await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
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

    /// <inheritdoc cref="ResumeAsync{T}"/>
    public Task ResumeAsync(
        Func<CancellationToken, Task> attempt, Func<long> position, long size, CancellationToken cancellationToken) =>
        ResumeAsync(
            async token =>
            {
                await attempt(token);
                return true;
            },
            position,
            size,
            cancellationToken);

    // Null leaves it to Polly.
    private TimeSpan? Delay(Exception? failure, int retry) =>
        failure is TransientException { RetryAfter: { } asked } ? asked
            : _schedule.Spread is null ? null
            : _schedule.Delay(retry, Random.Shared.NextDouble());
}
