namespace Slipway.Core.Catalog;

/// <summary>What the files of a registry image say.</summary>
/// <param name="Repository"><c>&lt;REGISTRY&gt;/&lt;name&gt;</c>; null when no <c>REGISTRY</c> is set anywhere.</param>
/// <param name="Version">The content of <c>VERSION</c>, trimmed: the tag.</param>
/// <param name="RepoDigest">The content of <c>HASH</c>, trimmed, as it stands there; null when there is no such file.</param>
public sealed record RegistryIdentity(string? Repository, string Version, string? RepoDigest)
{
    /// <summary>The file that makes a folder a registry image.</summary>
    public const string VersionFile = "VERSION";

    /// <summary>The file that says where it is published.</summary>
    public const string RegistryFile = "REGISTRY";

    /// <summary>The file that pins what was published.</summary>
    public const string HashFile = "HASH";
}
