using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Model.Images;

/// <summary>What the files of a registry image say.</summary>
/// <param name="PublishedName"><c>&lt;REGISTRY&gt;/&lt;name&gt;</c> as written;
/// null when no <c>REGISTRY</c> is set anywhere.</param>
/// <param name="Version">The content of <c>VERSION</c>, trimmed: the tag.</param>
/// <param name="HashText">The content of <c>HASH</c>, trimmed, as it stands there;
/// null when there is no such file.</param>
public sealed record RegistryIdentity(string? PublishedName, string Version, string? HashText)
{
    /// <summary>The file that makes a folder a registry image.</summary>
    public const string VersionFile = "VERSION";

    /// <summary>The file that says where it is published.</summary>
    public const string RegistryFile = "REGISTRY";

    /// <summary>The file that pins what was published.</summary>
    public const string HashFile = "HASH";

    /// <summary>Where it is published; null without a registry, and for a name that no registry would take.</summary>
    public RepositoryName? Repository { get; } =
        PublishedName is not null && RepositoryName.TryParse(PublishedName, out var repository) ? repository : null;

    /// <summary>The repo digest that <c>HASH</c> pins; null without one, and for a text that is none.</summary>
    public RepoDigest? RepoDigest { get; } =
        HashText is not null && Sha256Digest.TryParseOci(HashText, out var digest) ? new RepoDigest(digest) : null;
}
