using System.Collections.Immutable;

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
    /// <summary>The same Dockerfile with other images in the places of some references.</summary>
    /// <param name="replacements">New texts by reference; references left out stay as they are.</param>
    public ReadOnlyMemory<byte> WithReferences(IReadOnlyDictionary<ImageReferenceUse, string> replacements)
    {
        var rewritten = new MemoryStream(Content.Length + 256);
        int copied = 0;
        foreach (var use in References)
        {
            if (replacements.TryGetValue(use, out string? replacement))
            {
                rewritten.Write(Content.Span[copied..use.Offset]);
                rewritten.Write(System.Text.Encoding.UTF8.GetBytes(replacement));
                copied = use.Offset + use.Length;
            }
        }

        rewritten.Write(Content.Span[copied..]);
        return rewritten.ToArray();
    }
}
