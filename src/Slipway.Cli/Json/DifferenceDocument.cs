namespace Slipway.Cli.Json;

/// <summary>A file that makes digests differ.</summary>
internal sealed record DifferenceDocument(
    string File, string Kind, string Reason, string Remedy, IReadOnlyList<string> Images);
