namespace Slipway.Core.Catalog;

/// <summary>What the files of a registry image say.</summary>
/// <param name="Repository"><c>&lt;REGISTRY&gt;/&lt;name&gt;</c>; null when no <c>REGISTRY</c> is set anywhere.</param>
/// <param name="Version">The content of <c>VERSION</c>, trimmed: the tag.</param>
/// <param name="RepoDigest">The content of <c>HASH</c>, trimmed, as it stands there; null when there is no such file.</param>
public sealed record RegistryIdentity(string? Repository, string Version, string? RepoDigest);
