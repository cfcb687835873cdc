using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Diagnostics;

namespace Slipway.Core.Dockerfiles;

/// <summary>A Dockerfile with its directives expanded: what goes into the build context.</summary>
/// <param name="Content">UTF-8 bytes. Lines <c># %ARG</c> are gone, <c># %include</c> lines stay as comments.</param>
/// <param name="Includes">In the order of their lines.</param>
/// <param name="References">Every image it names, in the order of their places; <c>scratch</c> and stages left out.</param>
public sealed record ExpandedDockerfile(
    ReadOnlyMemory<byte> Content,
    ImmutableArray<IncludeDirective> Includes,
    ImmutableArray<ImageReferenceUse> References)
{
    /// <summary>The places that name a stage of the file or <c>scratch</c>, and the one way to write it that all builders read alike.</summary>
    public ImmutableArray<StageUse> Stages { get; init; } = [];

    /// <summary>The <c>ONBUILD</c> instructions of its last stage, which builds on this image carry out.</summary>
    public ImmutableArray<BuildTrigger> Triggers { get; init; } = [];

    /// <summary>What <c>ADD</c> fetches from elsewhere.</summary>
    public ImmutableArray<Download> Downloads { get; init; } = [];

    /// <summary>Why builders may read another file than Slipway does; errors when it is built, and none for its digest.</summary>
    public ImmutableArray<Diagnostic> Doubts { get; init; } = [];

    /// <summary>The first instruction with a here-document, which not every builder knows; null when there is none.</summary>
    public SourceLocation? Heredoc { get; init; }

    /// <summary>The first instruction with a variable in what it mounts, where some builders read the mount after they put the value in.</summary>
    public SourceLocation? MountVariable { get; init; }

    /// <summary>The same Dockerfile with other images in the places of some references.</summary>
    /// <param name="replacements">New texts by reference; references left out stay as they are.</param>
    public ReadOnlyMemory<byte> WithReferences(IReadOnlyDictionary<ImageReferenceUse, string> replacements)
    {
        var pieces = References
            .Where(replacements.ContainsKey)
            .Select(use => (use.Offset, use.Length, Text: replacements[use]))
            .Concat(Stages.Select(use => (use.Offset, use.Length, Text: use.Name)))
            .OrderBy(piece => piece.Offset);
        var rewritten = new MemoryStream(Content.Length + 256);
        int copied = 0;
        foreach (var (offset, length, text) in pieces)
        {
            rewritten.Write(Content.Span[copied..offset]);
            rewritten.Write(Encoding.UTF8.GetBytes(text));
            copied = offset + length;
        }

        rewritten.Write(Content.Span[copied..]);
        return rewritten.ToArray();
    }
}
