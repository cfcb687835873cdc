using Polly;
using Polly.Retry;

namespace Slipway.Taskcluster.Http;

/// <summary>Tries again what may go better, as Taskcluster's own clients do.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/hawk/retries, and the defaults of its clients.</remarks>
internal sealed class Retries
{
    public const int Most = 5;

    private static readonly TimeSpan Factor = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private const double Jitter = 0.25;

    private readonly ResiliencePipeline _pipeline;

    public Retries(TimeProvider clock) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                MaxRetryAttempts = Most,
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(
                    DelayBefore(arguments.AttemptNumber + 1, Random.Shared.NextDouble())),
            })
            .Build();

    /// <summary>How long to wait before a retry: 2^n × 100 ms, give or take a quarter, 30 s at most.</summary>
    /// <param name="retry">From 1 on.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan DelayBefore(int retry, double chance)
    {
        var delay = Factor * Math.Pow(2, retry) * (1 + (Jitter * ((2 * chance) - 1)));
        return delay < Longest ? delay : Longest;
    }

    /// <exception cref="Core.Diagnostics.SlipwayException">The last attempt failed, or one in a way that will not change.</exception>
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
}
