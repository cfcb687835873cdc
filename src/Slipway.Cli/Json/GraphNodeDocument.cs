using Slipway.Core.Explaining;

namespace Slipway.Cli.Json;

/// <summary>One image; the last three with <c>--plan</c> only.</summary>
internal sealed record GraphNodeDocument(string Name, string Kind, string? Action, string? Cause, string? CauseKind);
