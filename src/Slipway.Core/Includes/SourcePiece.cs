namespace Slipway.Core.Includes;

/// <summary>A stretch of an expanded line that has one origin.</summary>
/// <param name="Start">Where it starts in the expanded line, in UTF-16 units.</param>
/// <param name="Column">Where it starts in the line on disk, from 0, when it stands there.</param>
/// <param name="Argument">The argument whose whole value it is, or null.</param>
/// <param name="Length">How long that value is.</param>
/// <param name="IsOther">Whether it is neither: a part of a value, or text that no file holds.</param>
internal readonly record struct SourcePiece(
    int Start, int Column, string? Argument = null, int Length = 0, bool IsOther = false)
{
    public static readonly SourcePiece Other = new(0, 0, IsOther: true);
}
