namespace Slipway.Cli.Json;

/// <summary>A plan as <c>plan --format github</c> gives it: each wave is the matrix of one job.</summary>
/// <param name="Count">How many images are to be built.</param>
/// <param name="Waves">All of a wave can be built at once when the ones before are done.</param>
internal sealed record MatrixDocument(int Count, IReadOnlyList<WaveDocument> Waves);

/// <summary>A matrix of GitHub Actions.</summary>
internal sealed record WaveDocument(IReadOnlyList<MatrixEntryDocument> Include);

/// <summary>One image to build, as the job of a matrix sees it: <c>${{ matrix.image }}</c>.</summary>
internal sealed record MatrixEntryDocument(string Image, string Digest, string Action, string Cause);
