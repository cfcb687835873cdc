namespace Slipway.Cli.Json;

internal sealed record PushPlanDocument(IReadOnlyList<PlannedPushDocument> Images);
