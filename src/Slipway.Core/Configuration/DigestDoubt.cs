using Slipway.Model.Diagnostics;

namespace Slipway.Core.Configuration;

/// <summary>Something of which only another program knows what it does to images.</summary>
/// <param name="Code">The kind of it.</param>
/// <param name="Subject">
/// What <c>slipway.yml</c> calls it to say that it does nothing; empty for what has no name.
/// </param>
/// <param name="Text">
/// Why no digest is known to be right: what stands behind "base is left out: ". Of what leaves no image out, the whole
/// message.
/// </param>
/// <param name="Remedy">What a person does about it.</param>
/// <param name="Location">Where it is written, when there is a place.</param>
public sealed record DigestDoubt(
    DiagnosticCode Code, string Subject, string Text, string Remedy, SourceLocation? Location)
{
    /// <summary>Whether images are left out for it; else it is only told.</summary>
    public bool LeavesOut { get; init; } = true;

    /// <summary>Whether nothing that <c>slipway.yml</c> says about an image takes it away.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What is said when it counts.</summary>
    /// <param name="who">The images that are left out, with their verb, such as <c>base is</c>.</param>
    public Diagnostic Report(string who) =>
        new(Code, LeavesOut ? $"{who} left out: {Text}" : Text, Remedy, Location, Severity.Warning);
}
