namespace Slipway.Model.Diagnostics;

/// <summary>One problem: what it is, where, and what to do about it.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Message">One line that names the thing at fault; no full stop, no location, never a secret.</param>
/// <param name="Remedy">What a person does about it, as an imperative.</param>
/// <param name="Location">Where, when there is a place.</param>
/// <param name="Severity">An error stops the work.</param>
public sealed record Diagnostic(
    DiagnosticCode Code,
    string Message,
    string Remedy,
    SourceLocation? Location = null,
    Severity Severity = Severity.Error)
{
    /// <summary>
    /// The name that it is about, as it stands in the file; null where nothing but a person has a use for it. It is for
    /// programs: what stands in the message is escaped.
    /// </summary>
    public string? Subject { get; init; }
}

/// <summary>Whether a problem stops the work.</summary>
public enum Severity
{
    Warning,
    Error,
}
