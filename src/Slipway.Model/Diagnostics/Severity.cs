namespace Slipway.Model.Diagnostics;

/// <summary>Whether a problem stops the work.</summary>
public enum Severity
{
    Warning,
    Error,
}
