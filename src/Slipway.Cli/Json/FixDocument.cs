namespace Slipway.Cli.Json;

/// <param name="File">Below the root.</param>
/// <param name="Offset">In bytes.</param>
/// <param name="Expected">What stands there.</param>
/// <param name="Replacement">What shall stand there.</param>
internal sealed record FixDocument(string File, int Offset, string Expected, string Replacement);
