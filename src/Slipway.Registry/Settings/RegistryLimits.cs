namespace Slipway.Registry.Settings;

/// <summary>How much is read of what a server sends.</summary>
internal static class RegistryLimits
{
    /// <summary>Bytes of a manifest or index; what the specification asks registries to take at least.</summary>
    public const int Manifest = 4 * 1024 * 1024;

    /// <summary>Layers of a manifest, and manifests of an index; engines take 127 layers.</summary>
    public const int Descriptors = 1000;

    /// <summary>
    /// Bytes of a blob that a manifest names: 16 TiB, so that no sum of what a registry has overflows.
    /// </summary>
    public const long Blob = 16L << 40;

    /// <summary>Bytes of a blob that is held in memory.</summary>
    public const int SmallBlob = 8 * 1024 * 1024;

    /// <summary>Bytes of the answer of a token server.</summary>
    public const int TokenAnswer = 1024 * 1024;

    /// <summary>Characters of a token; it has to fit into the headers of a request.</summary>
    public const int Token = 32 * 1024;

    /// <summary>
    /// Bytes of a page of tags. Distribution before 3.0 has one page for all of them, and without deletion it grows.
    /// </summary>
    public const int TagPage = 64 * 1024 * 1024;

    /// <summary>Pages of tags.</summary>
    public const int TagPages = 1000;

    /// <summary>Tags of a repository.</summary>
    public const int Tags = 1_000_000;

    /// <summary>Tags that are asked for at once.</summary>
    public const int TagsPerPage = 1000;

    /// <summary>Bytes of the body of an error.</summary>
    public const int ErrorBody = 64 * 1024;

    /// <summary>Errors of one body that are quoted.</summary>
    public const int QuotedErrors = 3;

    /// <summary>Redirects of one request.</summary>
    public const int Redirects = 5;

    /// <summary>KiB of the headers of an answer.</summary>
    public const int Headers = 64;

    /// <summary>Bytes of a file of credentials, and of what a credential helper prints.</summary>
    public const int Credentials = 1024 * 1024;

    /// <summary>Bytes of a chunk that a registry may ask for.</summary>
    public const int Chunk = 256 * 1024 * 1024;

    /// <summary>Seconds that a registry may ask to wait.</summary>
    public const int RetryAfter = 120;

    /// <summary>Chunks in a row of which a registry may take less than was sent.</summary>
    public const int ShortChunks = 16;

    /// <summary>
    /// Bytes by which a transfer has to come forward until it may fail as often again; of large ones a thousandth.
    /// </summary>
    public const long Progress = 64 * 1024;
}
