namespace Slipway.Cli.Json;

/// <summary>What a build came to, as <c>build --json</c> gives it.</summary>
internal sealed record BuildDocument(IReadOnlyList<OutcomeDocument> Images);
