namespace Slipway.Cli.Json;

/// <summary>The images that a file counts for, as <c>affected --json</c> gives it.</summary>
internal sealed record FileUseDocument(string File, bool Exists, IReadOnlyList<AffectedImageDocument> Images);
