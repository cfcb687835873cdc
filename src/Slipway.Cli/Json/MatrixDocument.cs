namespace Slipway.Cli.Json;

/// <summary>A plan as <c>plan --format github</c> gives it: each wave is the matrix of one job.</summary>
/// <param name="Count">How many images are to be built.</param>
/// <param name="Waves">All of a wave can be built at once when the ones before are done.</param>
internal sealed record MatrixDocument(int Count, IReadOnlyList<WaveDocument> Waves);
