using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>A failure that may be gone at the next attempt.</summary>
/// <param name="failure">What to say when it is not.</param>
internal sealed class TransientException(SlipwayException failure) : Exception(failure.Message, failure)
{
    public SlipwayException Failure { get; } = failure;
}
