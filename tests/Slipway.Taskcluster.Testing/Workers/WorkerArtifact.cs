namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>A file that a task leaves and its worker uploads.</summary>
/// <param name="Name">The artifact.</param>
/// <param name="File">Where it is on this machine.</param>
/// <param name="ContentType">Such as <c>application/zstd</c>.</param>
/// <param name="Expires">Until when it is kept.</param>
public sealed record WorkerArtifact(string Name, string File, string ContentType, DateTimeOffset Expires);
