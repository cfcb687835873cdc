using Slipway.Model.Trees;

namespace Slipway.Core.Contexts;

/// <summary>One file or link of a build context.</summary>
/// <remarks>
/// Images that include the same folder share these objects, so that sixty images with the same two thousand files hold
/// them once; what brought a file into one image is asked of <see cref="BuildContext.OriginOf"/>.
/// </remarks>
public sealed record ContextFile
{
    /// <summary>The path in the context, as the archive has it. Compared by UTF-8 bytes.</summary>
    public required string Path { get; init; }

    /// <summary>The permission bits in the archive; for a link 777.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>The file of the tree that it comes from; null for <see cref="Content"/>.</summary>
    public TreeEntry? Source { get; init; }

    /// <summary>Content that is not a file of the tree as it stands: the expanded Dockerfile.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The text of a link that is kept as a link; null for files.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Its place in tables of what is known of the files that one <see cref="FileNumbers"/> counted.</summary>
    internal int Number { get; init; }

    /// <summary>Bytes of content.</summary>
    public long Size => LinkTarget is not null ? 0 : Source?.Size ?? Content.Length;
}
