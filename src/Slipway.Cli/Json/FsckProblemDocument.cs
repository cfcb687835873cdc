namespace Slipway.Cli.Json;

internal sealed record FsckProblemDocument(string Kind, string Subject, string Message, IReadOnlyList<string> Images);
