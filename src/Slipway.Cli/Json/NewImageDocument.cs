namespace Slipway.Cli.Json;

/// <summary>What <c>new --json</c> gives.</summary>
internal sealed record NewImageDocument(
    string Image, string From, bool Written, IReadOnlyList<StartFileDocument> Files, IReadOnlyList<string> Next);
