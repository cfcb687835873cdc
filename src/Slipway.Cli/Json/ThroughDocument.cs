namespace Slipway.Cli.Json;

/// <summary>What brings a file into a context.</summary>
/// <param name="Kind"><c>folder</c>, <c>dockerfile</c>, <c>include</c> or <c>run-task</c>.</param>
/// <param name="File">The Dockerfile with the include.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record ThroughDocument(string Kind, string? File, int? Line);
