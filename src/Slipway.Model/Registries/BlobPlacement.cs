namespace Slipway.Model.Registries;

/// <summary>How a blob came to be in a repository.</summary>
public enum BlobPlacement
{
    /// <summary>It was there.</summary>
    Present,

    /// <summary>The registry took it from another repository of its own.</summary>
    Mounted,

    /// <summary>It was sent.</summary>
    Sent,
}
