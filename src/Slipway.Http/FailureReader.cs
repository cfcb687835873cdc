namespace Slipway.Http;

/// <summary>
/// Reads what goes wrong with requests to one kind of service: whether another attempt may go better, and when.
/// </summary>
/// <param name="schedule">What counts of a server's wishes and of the network's failures.</param>
/// <param name="statuses">Which answers may be others later.</param>
/// <param name="clock">For servers that name the time at which to come again.</param>
public sealed class FailureReader(RetrySchedule schedule, StatusTable statuses, TimeProvider clock)
{
    /// <summary>Whether the same request may get another answer at the next attempt.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="wait">How long the server asks to wait, held to the longest that counts and never negative; null
    /// when it does not ask.</param>
    public bool MayPass(HttpResponseMessage answer, out TimeSpan? wait)
    {
        bool mayPass = statuses.MayPass(answer.StatusCode);
        wait = mayPass && schedule.LongestRetryAfter is { } longest ? Wish(answer, longest) : null;
        return mayPass;
    }

    /// <summary>What to throw for an exception of the network.</summary>
    /// <param name="exception">One that <see cref="NetworkFailure.IsOne"/> knows.</param>
    /// <param name="wording">Says it.</param>
    /// <returns>A <see cref="TransientException"/> when another attempt may go better.</returns>
    public Exception Explain(Exception exception, INetworkWording wording)
    {
        if (NetworkFailure.IsOfHeaders(exception))
        {
            return wording.HeadersTooLarge();
        }

        if (exception is SlowBodyException)
        {
            return new TransientException(wording.TooSlow(exception));
        }

        var failure = wording.Unreachable(exception);
        bool stays = schedule.TriesUnknownNames ? NetworkFailure.IsOfTls(exception) : NetworkFailure.IsFinal(exception);
        return stays ? failure : new TransientException(failure);
    }

    // Seconds or a date alike (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).
    private TimeSpan? Wish(HttpResponseMessage answer, TimeSpan longest)
    {
        var header = answer.Headers.RetryAfter;
        return (header?.Delta ?? header?.Date - clock.GetUtcNow()) is { } asked
            ? TimeSpan.FromSeconds(Math.Clamp(asked.TotalSeconds, 0, longest.TotalSeconds))
            : null;
    }
}
