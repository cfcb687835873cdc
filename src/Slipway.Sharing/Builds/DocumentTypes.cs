namespace Slipway.Sharing.Builds;

/// <summary>What explains a build, by the types that its manifests and blobs have.</summary>
internal static class DocumentTypes
{
    /// <summary>The record of a build.</summary>
    public const string Record = "application/vnd.dev.slipway.build.v1+json";

    /// <summary>What the engine printed, as text packed with gzip.</summary>
    public const string Log = "application/vnd.dev.slipway.log.v1+gzip";

    /// <summary>The inputs manifest.</summary>
    public const string Inputs = "application/vnd.dev.slipway.inputs.v1+json";
}
