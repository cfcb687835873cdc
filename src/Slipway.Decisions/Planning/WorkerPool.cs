namespace Slipway.Decisions.Planning;

/// <summary>Where tasks wait for a worker.</summary>
public sealed record WorkerPool(string Provisioner, string WorkerType);
