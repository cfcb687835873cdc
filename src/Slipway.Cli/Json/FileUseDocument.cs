namespace Slipway.Cli.Json;

/// <summary>The images that a file counts for, as <c>affected --json</c> gives it.</summary>
internal sealed record FileUseDocument(string File, bool Exists, IReadOnlyList<AffectedImageDocument> Images);

/// <summary>An image that a file counts for.</summary>
/// <param name="Through">What brings the file into its context; left out when only a parent has it.</param>
/// <param name="Route">The way from the image that has the file down to this one.</param>
internal sealed record AffectedImageDocument(string Image, ThroughDocument? Through, IReadOnlyList<string> Route);
