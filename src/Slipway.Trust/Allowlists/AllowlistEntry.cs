using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>That somebody allows an image hash for a registry image.</summary>
public sealed record AllowlistEntry
{
    /// <summary>The registry image.</summary>
    public required ImageName Image { get; init; }

    /// <summary>The image ID: SHA-256 of the image's config. This is what is allowed; the rest says why.</summary>
    public required ImageHash ImageHash { get; init; }

    /// <summary>The version under which it was published.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// SHA-256 of its manifest or index in the registry, by which it is found without asking the registry.
    /// </summary>
    public RepoDigest? RepoDigest { get; init; }

    /// <summary>Who allows it; not empty.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Why; not empty.</summary>
    public required string Why { get; init; }

    /// <summary>Where it stands in the file; null for an entry that was not read from one.</summary>
    public SourceLocation? Location { get; init; }
}
