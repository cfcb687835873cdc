namespace Slipway.Cli.Json.Sarif;

/// <summary>Section 3.20.</summary>
internal sealed record SarifInvocation(
    bool ExecutionSuccessful, IReadOnlyList<SarifNotification> ToolExecutionNotifications);
