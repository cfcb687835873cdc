using Slipway.Core.Values;

namespace Slipway.Core.Trust;

/// <summary>What the keys of one entry have filled in so far.</summary>
internal sealed class AllowlistEntryDraft
{
    public Sha256Digest? ImageHash { get; set; }

    public string? Version { get; set; }

    public Sha256Digest? RepoDigest { get; set; }

    public string? By { get; set; }

    public DateOnly? On { get; set; }

    public string? Why { get; set; }
}
