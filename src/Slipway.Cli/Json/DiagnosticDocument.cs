namespace Slipway.Cli.Json;

internal sealed record DiagnosticDocument(string Code, string Message, string? Location, string Remedy);
