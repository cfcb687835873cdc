using System.Text;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Cuts an HCL file into words.</summary>
/// <remarks>https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md</remarks>
/// <param name="text">The file, or an expression of a template.</param>
/// <param name="line">The line at which the text begins.</param>
internal sealed class HclScanner(string text, int line = 1)
{
    private static readonly string[] LongMarks = ["...", "==", "!=", "<=", ">=", "&&", "||", "=>", "${", "%{"];

    private int _at;
    private int _line = line;
    private int _lineStart;

    /// <exception cref="HclException">Something in it is no HCL.</exception>
    public List<HclToken> Scan()
    {
        var tokens = new List<HclToken>();
        do
        {
            tokens.Add(Next());
        }
        while (tokens[^1].Kind != HclKind.End);
        return tokens;
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private int Column => _at - _lineStart + 1;

    private HclToken Next()
    {
        SkipBlanks();
        var (start, row, column) = (_at, _line, Column);
        HclToken Token(HclKind kind, string value) => new(kind, value, row, column);
        if (_at >= text.Length)
        {
            return Token(HclKind.End, string.Empty);
        }

        char c = Current;
        if (c == '\n')
        {
            _at++;
            BeginLine();
            return Token(HclKind.LineEnd, "\n");
        }

        if (char.IsLetter(c) || c == '_')
        {
            while (char.IsLetterOrDigit(Current) || Current is '_' or '-')
            {
                _at++;
            }

            return Token(HclKind.Word, text[start.._at]);
        }

        if (char.IsAsciiDigit(c))
        {
            while (char.IsAsciiLetterOrDigit(Current) || Current == '.')
            {
                _at++;
            }

            return Token(HclKind.Number, text[start.._at]);
        }

        if (c == '"')
        {
            return Token(HclKind.Text, ReadQuoted());
        }

        if (c == '<' && string.CompareOrdinal(text, _at, "<<", 0, 2) == 0)
        {
            return Token(HclKind.Heredoc, ReadHeredoc());
        }

        string mark = Array.Find(LongMarks, long_ => string.CompareOrdinal(text, start, long_, 0, long_.Length) == 0)
            ?? c.ToString();
        if (mark.Length == 1 && !"{}[]().,:=?!<>+-*/%&|".Contains(c, StringComparison.Ordinal))
        {
            throw Wrong($"'{c}' is not expected here");
        }

        _at += mark.Length;
        return Token(HclKind.Mark, mark);
    }

    private HclException Wrong(string message) => new(message, _line, Column);

    private void BeginLine()
    {
        _line++;
        _lineStart = _at;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            char c = Current;
            if (c is ' ' or '\t' or '\r')
            {
                _at++;
            }
            else if (c == '#' || (c == '/' && _at + 1 < text.Length && text[_at + 1] == '/'))
            {
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else if (c == '/' && _at + 1 < text.Length && text[_at + 1] == '*')
            {
                int end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw Wrong("a comment begins with '/*' and does not end");
                }

                PassOver(end + 2);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Goes to a place, and counts the lines on the way.</summary>
    private void PassOver(int end)
    {
        for (; _at < end;)
        {
            if (text[_at++] == '\n')
            {
                BeginLine();
            }
        }
    }

    private string ReadQuoted()
    {
        int start = ++_at;
        int end = HclTemplate.EndOfText(text, start);
        if (end < 0)
        {
            throw Wrong("a text begins with a quote and does not end in its line");
        }

        string inner = text[start..end];
        PassOver(end + 1);
        return inner;
    }

    // <<NAME or <<-NAME, and lines up to one with nothing but the name.
    private string ReadHeredoc()
    {
        int lineEnd = text.IndexOf('\n', _at);
        string name = lineEnd < 0 ? string.Empty : text[(_at + 2)..lineEnd].Trim();
        bool isIndented = name.StartsWith('-');
        name = name.TrimStart('-');
        if (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            throw Wrong("'<<' is not followed by a name");
        }

        var lines = new List<string>();
        for (int start = lineEnd + 1; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
            string one = text[start..end].TrimEnd('\r');
            if (one.Trim() == name)
            {
                PassOver(end);
                return Join(lines, isIndented);
            }

            lines.Add(one);
            start = end + 1;
        }

        throw Wrong($"a text begins with '<<{name}' and does not end");
    }

    private static string Join(List<string> lines, bool isIndented)
    {
        int indent = isIndented
            ? lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length)
                .DefaultIfEmpty().Min()
            : 0;
        var joined = new StringBuilder();
        foreach (string line in lines)
        {
            joined.Append(line.Length >= indent ? line[indent..] : string.Empty).Append('\n');
        }

        return joined.ToString();
    }
}
