namespace Slipway.Core.Causes;

/// <summary>A line that differs between two texts.</summary>
/// <param name="Number">Its number in the later text, from 1; for a line that is gone, that of the line before which it stood.</param>
/// <param name="Before">What it was; null for a new line.</param>
/// <param name="After">What it is; null for a line that is gone.</param>
public sealed record ChangedLine(int Number, string? Before, string? After);
