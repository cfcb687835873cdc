namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The image that a directive <c># syntax=</c> has BuildKit read the rest of the file with.</summary>
/// <param name="Start">Where the image begins in the text.</param>
/// <param name="Image">The image as written, up to the first blank.</param>
internal sealed record FrontendDirective(int Start, string Image);
