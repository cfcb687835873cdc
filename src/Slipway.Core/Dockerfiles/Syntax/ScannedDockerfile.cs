namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>A Dockerfile, split into instructions.</summary>
/// <param name="Instructions">In their order.</param>
/// <param name="Escape">Joins lines and takes the meaning from the next character: a backslash or a backtick.</param>
/// <param name="Frontend">The directive <c># syntax=</c>; null when there is none.</param>
internal sealed record ScannedDockerfile(List<Instruction> Instructions, char Escape, FrontendDirective? Frontend);
