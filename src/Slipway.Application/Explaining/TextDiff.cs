using System.Collections.Immutable;
using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;
using Slipway.Core.Causes;

namespace Slipway.Application.Explaining;

/// <summary>Compares texts line by line. A line counts with its end, so that LF and CRLF are a difference.</summary>
public static class TextDiff
{
    private const int ContextLines = 3;

    // Comparing costs the square of what differs. Beyond this, what lies between the first and the last difference
    // counts as replaced as a whole.
    private const int MaximumLines = 10_000;

    /// <summary>The lines that differ, in the order of the later text.</summary>
    public static ImmutableArray<ChangedLine> Lines(string before, string after)
    {
        var diff = Compare(before, after);
        var lines = ImmutableArray.CreateBuilder<ChangedLine>();
        foreach (var block in diff.DiffBlocks)
        {
            for (int i = 0; i < Math.Max(block.DeleteCountA, block.InsertCountB); i++)
            {
                lines.Add(new ChangedLine(
                    block.InsertStartB + Math.Min(i, block.InsertCountB) + 1,
                    i < block.DeleteCountA ? diff.PiecesOld[block.DeleteStartA + i].TrimEnd('\r', '\n') : null,
                    i < block.InsertCountB ? diff.PiecesNew[block.InsertStartB + i].TrimEnd('\r', '\n') : null));
            }
        }

        return lines.DrainToImmutable();
    }

    /// <summary>A unified diff with three lines of context, as <c>patch</c> takes it.</summary>
    /// <param name="before">The earlier text.</param>
    /// <param name="after">The later text.</param>
    /// <param name="path">The file's path, for the head.</param>
    public static string Unified(string before, string after, string path)
    {
        var diff = Compare(before, after);
        var text = new StringBuilder($"--- a/{path}\n+++ b/{path}\n");
        var open = new List<DiffBlock>();
        foreach (var block in diff.DiffBlocks)
        {
            if (open.Count > 0 && block.DeleteStartA - EndOf(open[^1]) > 2 * ContextLines)
            {
                AppendHunk(diff, open, text);
                open.Clear();
            }

            open.Add(block);
        }

        if (open.Count > 0)
        {
            AppendHunk(diff, open, text);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static DiffResult Compare(string before, string after)
    {
        var chunker = LineEndingsPreservingChunker.Instance;
        var old = chunker.Chunk(before);
        var now = chunker.Chunk(after);
        int least = Math.Min(old.Count, now.Count);
        int start = 0;
        while (start < least && string.Equals(old[start], now[start], StringComparison.Ordinal))
        {
            start++;
        }

        int end = 0;
        while (end < least - start
            && string.Equals(old[old.Count - 1 - end], now[now.Count - 1 - end], StringComparison.Ordinal))
        {
            end++;
        }

        int gone = old.Count - start - end;
        int come = now.Count - start - end;
        return gone + come <= MaximumLines
            ? Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, chunker)
            : new DiffResult([.. old], [.. now], [new DiffBlock(start, gone, start, come)]);
    }

    private static int EndOf(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    // https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
    private static void AppendHunk(DiffResult diff, List<DiffBlock> blocks, StringBuilder text)
    {
        int lead = Math.Min(ContextLines, blocks[0].DeleteStartA);
        int start = blocks[0].DeleteStartA - lead;
        int end = Math.Min(diff.PiecesOld.Count, EndOf(blocks[^1]) + ContextLines);
        int grown = blocks.Sum(block => block.InsertCountB - block.DeleteCountA);
        text.Append(
            $"@@ -{Range(start, end - start)} +{Range(blocks[0].InsertStartB - lead, end - start + grown)} @@\n");
        int at = start;
        foreach (var block in blocks)
        {
            AppendLines(' ', diff.PiecesOld, at, block.DeleteStartA, text);
            AppendLines('-', diff.PiecesOld, block.DeleteStartA, EndOf(block), text);
            AppendLines('+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB, text);
            at = EndOf(block);
        }

        AppendLines(' ', diff.PiecesOld, at, end, text);
    }

    /// <summary>Lines count from 1; an empty range is said to be after the line before it.</summary>
    private static string Range(int start, int count) =>
        count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";

    private static void AppendLines(char mark, IReadOnlyList<string> lines, int from, int to, StringBuilder text)
    {
        for (int i = from; i < to; i++)
        {
            text.Append(mark).Append(lines[i]);
            if (!lines[i].EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }
}
