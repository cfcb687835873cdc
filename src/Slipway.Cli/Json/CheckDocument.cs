namespace Slipway.Cli.Json;

/// <summary>One thing that the doctor looked at.</summary>
internal sealed record CheckDocument(string Name, string State, string Detail, string? Remedy);

/// <summary>One way in which digests were computed again, as <c>doctor --reproducible --json</c> gives it.</summary>
internal sealed record VariationDocument(
    string Variation, bool Reproducible, IReadOnlyList<DifferenceDocument> Differences);

/// <summary>A file that makes digests differ.</summary>
internal sealed record DifferenceDocument(
    string File, string Kind, string Reason, string Remedy, IReadOnlyList<string> Images);
