using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Dockerfiles;

/// <summary>The instructions of a Dockerfile, as builders print them while they carry them out.</summary>
public static partial class DockerfileSteps
{
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <returns>Of each instruction the text in one line, with single blanks, and the line in which it begins, from
    /// 1.</returns>
    public static ImmutableArray<(string Text, int Line)> Of(ReadOnlyMemory<byte> dockerfile)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var steps = ImmutableArray.CreateBuilder<(string, int)>();
        int line = 1;
        int counted = 0;
        foreach (var instruction in InstructionScanner.Scan(text).Instructions)
        {
            line += text.AsSpan(counted, instruction.Start - counted).Count('\n');
            counted = instruction.Start;
            steps.Add((InOneLine($"{instruction.Keyword} {instruction.Arguments}"), line));
        }

        return steps.DrainToImmutable();
    }

    /// <summary>A text as it stands in <see cref="Of"/>.</summary>
    public static string InOneLine(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>
    /// Whether a builder that puts values in the places of variables can have printed a step for an instruction.
    /// </summary>
    /// <param name="instruction">As in <see cref="Of"/>.</param>
    /// <param name="printed">In one line; of a here-document its beginning may stand in brackets at the end.</param>
    public static bool CanBe(string instruction, string printed)
    {
        string[] parts = Variable().Split(instruction);
        if (parts.Length == 1)
        {
            return printed == instruction
                || (instruction.Contains("<<", StringComparison.Ordinal)
                    && printed.StartsWith($"{instruction} (", StringComparison.Ordinal));
        }

        if (!printed.StartsWith(parts[0], StringComparison.Ordinal)
            || !printed.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        int place = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            int found = printed.IndexOf(part, place, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            place = found + part.Length;
        }

        return place <= printed.Length - parts[^1].Length;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"\$(?:\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
