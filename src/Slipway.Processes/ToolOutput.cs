namespace Slipway.Processes;

/// <summary>What a program answered.</summary>
/// <param name="Output">Standard output, byte for byte.</param>
/// <param name="Errors">Standard error as text.</param>
public sealed record ToolOutput(int ExitCode, ReadOnlyMemory<byte> Output, string Errors);
