namespace Slipway.Trust.Verification;

/// <summary>A rule does not hold: ends the check of one link, and nothing else.</summary>
internal sealed class RuleBrokenException : Exception
{
    public RuleBrokenException()
    {
    }

    public RuleBrokenException(string message)
        : base(message)
    {
    }

    public RuleBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public RuleBrokenException(string rule, string message)
        : base(message) => Rule = rule;

    /// <summary>The rule; null for the one that is being asked.</summary>
    public string? Rule { get; }
}

/// <summary>A document is not at hand yet: ends the check of one link until somebody fetched it.</summary>
internal sealed class DocumentWantedException : Exception
{
    public DocumentWantedException()
    {
    }

    public DocumentWantedException(string message)
        : base(message)
    {
    }

    public DocumentWantedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
