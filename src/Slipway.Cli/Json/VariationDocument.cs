using Slipway.Application.Diagnosis.Reproducibility;

namespace Slipway.Cli.Json;

/// <summary>One way in which digests were computed again, as <c>doctor --reproducible --json</c> gives it.</summary>
internal sealed record VariationDocument(
    string Variation, bool Reproducible, IReadOnlyList<DifferenceDocument> Differences);
