namespace Slipway.Core.Tasks.Decisions;

/// <summary>Where tasks wait for a worker.</summary>
public sealed record WorkerPool(string Provisioner, string WorkerType);
