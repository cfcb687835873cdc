using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Edges;
using Slipway.Core.Includes;
using Slipway.Model.Values;

namespace Slipway.Core.Dockerfiles;

/// <summary>A Dockerfile with its directives expanded: what goes into the build context.</summary>
/// <param name="Content">UTF-8 bytes. Lines <c># %ARG</c> are gone, <c># %include</c> lines stay as comments.</param>
/// <param name="Includes">In the order of their lines.</param>
/// <param name="References">As in <see cref="DockerfileNames"/>.</param>
public sealed record ExpandedDockerfile(
    ReadOnlyMemory<byte> Content,
    ImmutableArray<IncludeDirective> Includes,
    ImmutableArray<ImageReferenceUse> References) : DockerfileNames(References)
{
    /// <summary>What is built without one.</summary>
    public static readonly ExpandedDockerfile None = new(ReadOnlyMemory<byte>.Empty, [], []);

    private readonly ExpandedText? _source;

    /// <param name="source">The text with its directives carried out.</param>
    /// <param name="names">What its instructions name.</param>
    internal ExpandedDockerfile(ExpandedText source, DockerfileNames names)
        : this(Utf8Text.Encode(source.Text), source.Includes, names.References)
    {
        _source = source;
        Stages = names.Stages;
        Triggers = names.Triggers;
        Downloads = names.Downloads;
        Copied = names.Copied;
        Doubts = names.Doubts;
        Heredoc = names.Heredoc;
        MountVariable = names.MountVariable;
    }

    /// <summary>The lines of the file on disk that the lines of <see cref="Content"/> are from.</summary>
    public LineOrigins Origins()
    {
        string text = _source?.Text ?? Encoding.UTF8.GetString(Content.Span);
        var lines = ImmutableArray.CreateBuilder<int>();
        for (int start = 0; start >= 0;)
        {
            lines.Add(_source?.Source.LineOf(start) ?? lines.Count + 1);
            start = text.IndexOf('\n', start) is >= 0 and var end ? end + 1 : -1;
        }

        return new LineOrigins(lines.DrainToImmutable());
    }

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
