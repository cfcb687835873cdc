namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Splits the text of a Dockerfile into instructions, as Docker's parser does.</summary>
/// <remarks>
/// The rules are those of https://docs.docker.com/reference/dockerfile/#format and of BuildKit's parser: comments and
/// empty lines within a continued instruction are passed over, and what a here-document holds is no instruction.
/// </remarks>
internal sealed class InstructionScanner
{
    private readonly string _text;
    private readonly ParserDirectives _directives = new();
    private int _next;

    private InstructionScanner(string text) => _text = text;

    public static ScannedDockerfile Scan(string text)
    {
        var scanner = new InstructionScanner(text);
        var instructions = new List<Instruction>();
        if (text.StartsWith('\ufeff'))
        {
            scanner._next = 1;
        }

        while (scanner.TryReadLine(out int start, out int end))
        {
            if (scanner.ReadInstruction(start, end) is { } instruction)
            {
                instructions.Add(instruction);
            }
        }

        return new ScannedDockerfile(instructions, scanner._directives.Escape, scanner._directives.Frontend);
    }

    /// <summary>The next line, without its line end.</summary>
    private bool TryReadLine(out int start, out int end)
    {
        start = end = _next;
        if (_next >= _text.Length)
        {
            return false;
        }

        int newline = _text.IndexOf('\n', _next);
        end = newline < 0 ? _text.Length : newline;
        _next = newline < 0 ? _text.Length : newline + 1;
        while (end > start && _text[end - 1] == '\r')
        {
            end--;
        }

        return true;
    }

    private Instruction? ReadInstruction(int start, int end)
    {
        int lineStart = start;
        start += LeadingSpace(_text.AsSpan(start, end - start));
        var first = _text.AsSpan(start, end - start);
        _directives.See(first, start, isIndented: start > lineStart);
        if (first.IsEmpty || first[0] == '#')
        {
            return null;
        }

        var line = new LogicalLine();
        bool continues = Append(line, start, end);
        while (continues && TryReadLine(out start, out end))
        {
            var rest = _text.AsSpan(start, end - start).TrimStart();
            if (!rest.IsEmpty && rest[0] != '#')
            {
                continues = Append(line, start, end);
            }
        }

        return ToInstruction(line, lineStart);
    }

    /// <returns>Whether the line asks to be continued.</returns>
    private bool Append(LogicalLine line, int start, int end)
    {
        var text = _text.AsSpan(start, end - start);
        var trimmed = text.TrimEnd(" \t");
        bool continues = trimmed.Length > 0
            && trimmed[^1] == _directives.Escape
            && (trimmed.Length == 1 || trimmed[^2] != _directives.Escape);
        line.Append(continues ? trimmed[..^1] : text, start);
        return continues;
    }

    private Instruction? ToInstruction(LogicalLine line, int lineStart)
    {
        string text = line.ToString();
        int start = LeadingSpace(text);
        int length = text.AsSpan(start).IndexOfAny(" \t\v\f\r");
        int keywordEnd = length < 0 ? text.Length : start + length;
        if (keywordEnd == start)
        {
            return null;
        }

        var instruction = new Instruction(
            text[start..keywordEnd].ToUpperInvariant(),
            text,
            keywordEnd + LeadingSpace(text.AsSpan(keywordEnd)),
            line) { Start = lineStart, BodyStart = _next };
        foreach (var heredoc in Heredoc.In(instruction))
        {
            instruction = instruction with { HasHeredoc = true };
            SkipTo(heredoc);
        }

        return instruction with { End = _next };
    }

    private void SkipTo(Heredoc heredoc)
    {
        while (TryReadLine(out int start, out int end))
        {
            var line = _text.AsSpan(start, end - start);
            if ((heredoc.TabsAreCut ? line.TrimStart('\t') : line).SequenceEqual(heredoc.Terminator))
            {
                return;
            }
        }
    }

    private static int LeadingSpace(ReadOnlySpan<char> text) => text.Length - text.TrimStart().Length;
}
