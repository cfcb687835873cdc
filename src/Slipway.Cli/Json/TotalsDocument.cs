namespace Slipway.Cli.Json;

/// <summary>How many images of a plan are built, expired and reused, and the reused ones by scope.</summary>
internal sealed record TotalsDocument(int Build, int Expired, int Reuse, IReadOnlyDictionary<string, int> ReusedFrom);
