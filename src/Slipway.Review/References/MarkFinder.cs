using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.References;

/// <summary>
/// Finds <c>{{#docker_image}}name{{/docker_image}}</c> and <c>{{#task_id_for_image}}name{{/task_id_for_image}}</c>.
/// </summary>
/// <remarks>
/// The spelling is that of Firefox's task definitions when they were Mustache templates: white space within a tag does
/// not count (https://github.com/mustache/spec/blob/v1.4.2/specs/sections.yml).
/// </remarks>
internal static partial class MarkFinder
{
    /// <param name="content">The file's bytes, in UTF-8 or another encoding that contains ASCII.</param>
    /// <param name="file">Its name.</param>
    public static IEnumerable<ReferenceMark> Find(ReadOnlyMemory<byte> content, string file)
    {
        // One character for each byte, so that a place in the text is a place in the file.
        string text = Encoding.Latin1.GetString(content.Span);
        int line = 1;
        int column = 1;
        int counted = 0;
        foreach (Match match in Mark().Matches(text))
        {
            for (; counted < match.Index; counted++)
            {
                if (text[counted] == '\n')
                {
                    line++;
                    column = 1;
                }
                else
                {
                    // All bytes of a character of UTF-8 but the first begin with the bits 10.
                    column += (text[counted] & 0xC0) == 0x80 ? 0 : 1;
                }
            }

            var location = new SourceLocation(file, line, column);
            string word = match.Groups["word"].Success ? match.Groups["word"].Value : match.Groups["single"].Value;
            yield return new ReferenceMark(
                word == "docker_image" ? MarkKind.DockerImage : MarkKind.TaskIdForImage,
                match.Groups["word"].Success
                    ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(match.Groups["name"].Value)).Trim()
                    : null,
                match.Value,
                match.Index,
                match.Length,
                location);
        }
    }

    // The whole mark, else a tag that is alone.
    [GeneratedRegex(
        @"\{\{[ \t]*#[ \t]*(?<word>docker_image|task_id_for_image)[ \t]*\}\}(?<name>[^{}\r\n]*)\{\{[ \t]*/[ \t]*\k<word>[ \t]*\}\}|\{\{[ \t]*[#/][ \t]*(?<single>docker_image|task_id_for_image)[ \t]*\}\}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mark();
}

/// <summary>A mark in a file.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Image">The name within it; null for a tag that has no counterpart on its line.</param>
/// <param name="Text">The mark as written.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Location">File, line and column.</param>
internal sealed record ReferenceMark(
    MarkKind Kind, string? Image, string Text, int Offset, int Length, SourceLocation Location);

/// <summary>What a mark stands for.</summary>
public enum MarkKind
{
    /// <summary><c>{{#docker_image}}</c>: how a registry image is referred to.</summary>
    DockerImage,

    /// <summary><c>{{#task_id_for_image}}</c>: the id of the task that has a task image.</summary>
    TaskIdForImage,
}
