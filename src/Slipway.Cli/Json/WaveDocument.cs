namespace Slipway.Cli.Json;

/// <summary>A matrix of GitHub Actions.</summary>
internal sealed record WaveDocument(IReadOnlyList<MatrixEntryDocument> Include);
