namespace Slipway.Application.Explaining;

/// <summary>How a file's text changed.</summary>
/// <param name="Text">A unified diff; null when there is none to show.</param>
/// <param name="Missing">Why there is none.</param>
public sealed record Patch(string? Text, string? Missing)
{
    public static Patch Of(string text) => new(text, null);

    public static Patch None(string reason) => new(null, reason);
}
