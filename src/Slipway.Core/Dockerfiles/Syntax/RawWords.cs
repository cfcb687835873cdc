namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Splits a shell command into words with their quotes left on.</summary>
internal static class RawWords
{
    /// <returns>The words, each where it stands in the line. Null when a quote or a substitution is not closed: Docker
    /// then sees no here-document in the line.</returns>
    public static List<(int Start, string Text)>? Split(string line)
    {
        var words = new List<(int Start, string Text)>();
        int start = 0;
        for (int i = 0; i < line.Length;)
        {
            int end = EndOfUnit(line, i);
            if (end < 0)
            {
                return null;
            }

            if (end == i)
            {
                Finish(i);
                start = ++i;
                continue;
            }

            i = end;
        }

        Finish(line.Length);
        return words;

        void Finish(int end)
        {
            if (end > start)
            {
                words.Add((start, line[start..end]));
            }
        }
    }

    /// <summary>
    /// Where the unit that starts here ends; the same place for white space, -1 for one without an end.
    /// </summary>
    private static int EndOfUnit(string line, int start)
    {
        switch (line[start])
        {
            case '\'':
                return line.IndexOf('\'', start + 1) + 1 is > 0 and var end ? end : -1;
            case '"':
                return EndOfDoubleQuotes(line, start);
            case '$' when start + 1 < line.Length && line[start + 1] == '{':
                return line.IndexOf('}', start) + 1 is > 0 and var brace ? brace : -1;
            case '\\':
                return Math.Min(start + 2, line.Length);
            case '<' when start + 1 < line.Length && line[start + 1] == '<':
                int after = start + 2;
                while (after < line.Length && char.IsWhiteSpace(line[after]))
                {
                    after++;
                }

                return after;
            case var c when char.IsWhiteSpace(c):
                return start;
            default:
                return start + 1;
        }
    }

    private static int EndOfDoubleQuotes(string line, int start)
    {
        for (int i = start + 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                return i + 1;
            }

            if (line[i] == '\\')
            {
                i++;
            }
        }

        return -1;
    }
}
