namespace Slipway.Model.Engines;

/// <summary>What engine is there, for people and for records.</summary>
/// <param name="Name"><c>docker</c>, <c>podman</c> or <c>buildah</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Client">The path of the command that builds.</param>
/// <param name="Builder"><c>buildkit</c>, <c>buildx</c>, <c>classic</c>, <c>podman</c> or <c>buildah</c>.</param>
/// <param name="Endpoint">The address of its API, or of the place where its images are when it has none.</param>
/// <param name="Root">Where the server keeps its data, when it says so.</param>
public sealed record EngineDescription(
    string Name, string Version, string Client, string Builder, string Endpoint, string? Root);
