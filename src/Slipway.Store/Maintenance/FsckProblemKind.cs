namespace Slipway.Store.Maintenance;

/// <summary>What can be wrong with a store's content.</summary>
public enum FsckProblemKind
{
    /// <summary>A layer, a config or a manifest is missing, truncated or altered.</summary>
    Blob,

    /// <summary>An image that the database does not know in full, or in two ways.</summary>
    Image,

    /// <summary>A small blob, such as an inputs manifest, is missing or altered.</summary>
    SmallBlob,

    /// <summary>An entry of the index points to an image that the store does not have, or is not what its build was.</summary>
    Entry,

    /// <summary>A name for other tools that no build gave the image.</summary>
    Name,

    /// <summary><c>index.json</c> or <c>oci-layout</c> does not say what the database says.</summary>
    Layout,

    /// <summary>The store's secret is damaged, or others than its owner can read it.</summary>
    Secret,
}
