namespace Slipway.Core.Edges;

/// <summary>A place that names a stage of the same Dockerfile, or <c>scratch</c>.</summary>
/// <param name="Offset">Where the name starts, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Name">The stage's name as its <c>FROM</c> has it, in lower case, or its number.</param>
public sealed record StageUse(int Offset, int Length, string Name);
