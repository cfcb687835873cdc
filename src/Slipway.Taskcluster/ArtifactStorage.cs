namespace Slipway.Taskcluster;

/// <summary>What holds the bytes of artifacts.</summary>
public enum ArtifactStorage
{
    /// <summary>The Queue's own, S3 or what speaks its language.</summary>
    S3,

    /// <summary>The Object service, which knows the hashes.</summary>
    Object,
}
