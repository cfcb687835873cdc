using System.Collections.Immutable;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Renderer;
using Slipway.Core.Explaining;

namespace Slipway.Execution.Explaining;

/// <summary>Compares texts line by line.</summary>
public static class TextDiff
{
    private const int ContextLines = 3;

    /// <summary>The lines that differ, in the order of the later text.</summary>
    public static ImmutableArray<ChangedLine> Lines(string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new LineChunker());
        var lines = ImmutableArray.CreateBuilder<ChangedLine>();
        foreach (var block in diff.DiffBlocks)
        {
            int common = Math.Min(block.DeleteCountA, block.InsertCountB);
            for (int i = 0; i < Math.Max(block.DeleteCountA, block.InsertCountB); i++)
            {
                lines.Add(new ChangedLine(
                    block.InsertStartB + Math.Min(i, Math.Max(common, block.InsertCountB)) + 1,
                    i < block.DeleteCountA ? diff.PiecesOld[block.DeleteStartA + i] : null,
                    i < block.InsertCountB ? diff.PiecesNew[block.InsertStartB + i] : null));
            }
        }

        return lines.DrainToImmutable();
    }

    /// <summary>A unified diff with three lines of context; empty when only line ends differ.</summary>
    /// <param name="before">The earlier text.</param>
    /// <param name="after">The later text.</param>
    /// <param name="beforeName">Its name in the head.</param>
    /// <param name="afterName">Its name in the head.</param>
    public static string Unified(string before, string after, string beforeName, string afterName)
    {
        var renderer = new UnidiffRenderer(Differ.Instance, ContextLines);
        return renderer.Generate(before, after, beforeName, afterName, ignoreWhitespace: false, ignoreCase: false);
    }
}
