using Slipway.Core.Diagnostics;
using Slipway.Core.Tree;

namespace Slipway.Core.Contexts;

/// <summary>One file or link of a build context.</summary>
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

    /// <summary>What brought it in: the image's folder, or the line of an <c># %include</c>.</summary>
    public required SourceLocation Origin { get; init; }

    /// <summary>Bytes of content.</summary>
    public long Size => LinkTarget is not null ? 0 : Source?.Size ?? Content.Length;
}
