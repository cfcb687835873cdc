namespace Slipway.Cli.Json;

/// <summary>How many values of a build secret were forgotten, as <c>gc --forget-secret --json</c> gives it.</summary>
internal sealed record ForgottenSecretDocument(string Secret, int Values);
