using Slipway.Model.Diagnostics;

namespace Slipway.Http;

/// <summary>A failure that may be gone at the next attempt.</summary>
/// <param name="failure">What to say when it is not.</param>
/// <param name="retryAfter">How long the server asks to wait; null when it says nothing.</param>
public sealed class TransientException(SlipwayException failure, TimeSpan? retryAfter = null)
    : Exception(failure.Message, failure)
{
    public SlipwayException Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
