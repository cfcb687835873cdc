using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;

namespace Slipway.Core.References;

/// <summary>Puts references in the places of <c>{{#docker_image}}name{{/docker_image}}</c>.</summary>
/// <remarks>
/// The spelling is that of Firefox's task definitions when they were Mustache templates: white space within a tag does
/// not count (https://github.com/mustache/spec/blob/v1.4.2/specs/sections.yml). Everything else in the file is left as it
/// is, other tags of Mustache too.
/// </remarks>
public static partial class ReferenceExpander
{
    /// <param name="content">The file's bytes, in UTF-8 or another encoding that contains ASCII.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="maker">Makes the references.</param>
    /// <param name="problems">Gets every mark for which there is none.</param>
    public static ResolvedFile Expand(
        ReadOnlyMemory<byte> content, string file, ReferenceMaker maker, DiagnosticBag problems)
    {
        // One character for each byte, so that a place in the text is a place in the file.
        string text = Encoding.Latin1.GetString(content.Span);
        var edits = new List<ByteEdit>();
        var references = ImmutableArray.CreateBuilder<ResolvedReference>();
        int line = 1;
        int lineStart = 0;
        int counted = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            for (; counted < mark.Index; counted++)
            {
                if (text[counted] == '\n')
                {
                    line++;
                    lineStart = counted + 1;
                }
            }

            var location = new SourceLocation(file, line, CharactersOf(content.Span[lineStart..mark.Index]) + 1);
            if (!mark.Groups["name"].Success)
            {
                problems.Add(new Diagnostic(
                    ResolveCodes.MarkUnpaired,
                    $"'{mark.Value}' has no counterpart on its line",
                    "Write {{#docker_image}}NAME{{/docker_image}} on one line.",
                    location));
                continue;
            }

            string name = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(mark.Groups["name"].Value)).Trim();
            if (maker.TryMake(name, location, out string? reference, out var problem))
            {
                edits.Add(new ByteEdit(mark.Index, mark.Length, Encoding.ASCII.GetBytes(reference)));
                references.Add(new ResolvedReference(location, name, reference));
            }
            else
            {
                problems.Add(problem);
            }
        }

        return new ResolvedFile(ByteEdit.Apply(content, edits), references.DrainToImmutable());
    }

    private static int CharactersOf(ReadOnlySpan<byte> utf8)
    {
        int characters = 0;
        foreach (byte value in utf8)
        {
            // All bytes of a character but the first begin with the bits 10.
            characters += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return characters;
    }

    // The whole mark, else a tag that is alone.
    [GeneratedRegex(
        @"\{\{[ \t]*#[ \t]*docker_image[ \t]*\}\}(?<name>[^{}\r\n]*)\{\{[ \t]*/[ \t]*docker_image[ \t]*\}\}|\{\{[ \t]*[#/][ \t]*docker_image[ \t]*\}\}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mark();
}
