using Slipway.Core.Values;

namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.58.</summary>
internal sealed record SarifNotification(SarifMessage Message, string Level);
