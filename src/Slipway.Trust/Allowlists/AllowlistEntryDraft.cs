using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>What the keys of one entry have filled in so far.</summary>
public sealed class AllowlistEntryDraft
{
    public ImageHash? ImageHash { get; set; }

    public string? Version { get; set; }

    public RepoDigest? RepoDigest { get; set; }

    public string? By { get; set; }

    public DateOnly? On { get; set; }

    public string? Why { get; set; }
}
