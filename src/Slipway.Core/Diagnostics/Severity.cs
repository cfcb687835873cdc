namespace Slipway.Core.Diagnostics;

/// <summary>Whether a problem stops the work.</summary>
public enum Severity
{
    Warning,
    Error,
}
