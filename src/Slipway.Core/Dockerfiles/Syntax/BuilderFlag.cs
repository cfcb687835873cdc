namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>A word such as <c>--from=base</c> at the start of an instruction, its quotes taken off.</summary>
/// <param name="Text">The word.</param>
/// <param name="Positions">For each character, where it stands in the instruction's text.</param>
internal sealed record BuilderFlag(string Text, IReadOnlyList<int> Positions)
{
    /// <summary>The flags of an instruction, and where the rest begins.</summary>
    public static (List<BuilderFlag> Flags, int Remainder) Read(Instruction instruction, char escape)
    {
        string text = instruction.Text;
        var flags = new List<BuilderFlag>();
        int i = instruction.ArgumentsStart;
        while (true)
        {
            i = SkipSpace(text, i);
            if (!text.AsSpan(i).StartsWith("--", StringComparison.Ordinal))
            {
                return (flags, i);
            }

            var flag = ReadWord(text, ref i, escape);
            if (flag.Text == "--")
            {
                return (flags, SkipSpace(text, i));
            }

            flags.Add(flag);
        }
    }

    /// <summary>The part after <c>--name=</c>, when this is that flag.</summary>
    public bool TryGetValue(string name, out int start)
    {
        start = name.Length + 3;
        return Text.Length >= start
            && Text.AsSpan(2).StartsWith(name, StringComparison.Ordinal)
            && Text[start - 1] == '=';
    }

    private static int SkipSpace(string text, int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private static BuilderFlag ReadWord(string text, ref int i, char escape)
    {
        var word = new System.Text.StringBuilder();
        var positions = new List<int>();
        char quote = '\0';
        for (; i < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[i])); i++)
        {
            char c = text[i];
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else
            {
                if (c == escape && i + 1 < text.Length)
                {
                    i++;
                }

                word.Append(text[i]);
                positions.Add(i);
            }
        }

        return new BuilderFlag(word.ToString(), positions);
    }
}
