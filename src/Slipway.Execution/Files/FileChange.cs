namespace Slipway.Execution.Files;

/// <summary>A file that gets new content.</summary>
/// <param name="Path">Where it is, relative to the current folder or absolute.</param>
/// <param name="Before">What it must hold still, so that nobody's change is lost.</param>
/// <param name="After">What it is to hold.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After);
