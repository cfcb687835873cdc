using System.Collections.Immutable;

namespace Slipway.Core.Includes;

/// <summary>The text of a Dockerfile after its directives.</summary>
/// <param name="Text">What the engine gets.</param>
/// <param name="Includes">In the order of their lines.</param>
/// <param name="Source">Leads back to the places on disk.</param>
internal sealed record ExpandedText(string Text, ImmutableArray<IncludeDirective> Includes, SourceMap Source)
{
    /// <summary>Text without directives: each line stands where it is on disk.</summary>
    public static ExpandedText Of(string text)
    {
        var source = new SourceMap();
        int line = 0;
        for (int start = 0; start < text.Length;)
        {
            int newline = text.IndexOf('\n', start);
            int end = newline < 0 ? text.Length : newline + 1;
            source.Add(start, ++line, new SubstitutedLine(text[start..end]));
            start = end;
        }

        return new ExpandedText(text, [], source);
    }
}
