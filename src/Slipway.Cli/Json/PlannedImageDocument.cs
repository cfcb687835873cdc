using Slipway.Core.Explaining;
using Slipway.Core.Values;

namespace Slipway.Cli.Json;

internal sealed record PlannedImageDocument(
    string Name,
    string Digest,
    string Action,
    string? Level,
    string Cause,
    string CauseKind,
    string? Namespace,
    DateTimeOffset? BuiltAt,
    DateTimeOffset? StaleSince,
    IReadOnlyList<string> Parents);
