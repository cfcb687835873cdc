namespace Slipway.Registry.Distribution;

/// <summary>How the bytes of a blob go to a registry. All of them begin with POST and end with PUT.</summary>
internal enum UploadWay
{
    /// <summary>The PUT has all of it, which every registry has to take
    /// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#post-then-put).</summary>
    Whole,

    /// <summary>Requests of PATCH with a part each, which say which one: an interrupted upload can go on
    /// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-a-blob-in-chunks).</summary>
    Chunks,

    /// <summary>One PATCH with all of it, which Docker has always sent
    /// (https://distribution.github.io/distribution/spec/api/#stream-upload).</summary>
    Stream,
}
