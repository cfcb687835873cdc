using Slipway.Model.Storage;

namespace Slipway.Application.Exchange;

/// <summary>How an image is written to a file.</summary>
/// <param name="Kind">Which documents and layers it has.</param>
/// <param name="Compression">How the file is compressed as a whole.</param>
public readonly record struct ExportForm(ExportKind Kind, ExportCompression Compression)
{
    /// <summary>How layers of the OCI's forms are compressed; those of a docker-archive are plain.</summary>
    public LayerFormat Layers { get; init; } = LayerFormat.Gzip;
}

/// <summary>The documents and layers of an exported image.</summary>
public enum ExportKind
{
    /// <summary>What <c>docker save</c> writes, and every engine loads.</summary>
    DockerArchive,

    /// <summary>An OCI image layout in a tar.</summary>
    OciArchive,

    /// <summary>An OCI image layout in a folder.</summary>
    OciLayout,
}

/// <summary>How a file is compressed as a whole.</summary>
public enum ExportCompression
{
    None,
    Gzip,
    Zstd,
}
