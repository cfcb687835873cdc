namespace Slipway.Model.Text;

/// <summary>The commands to a terminal that stand in a text (ECMA-48, and xterm's variants of it).</summary>
public static class ControlSequence
{
    private const char Escape = '\u001b';
    private const char Bell = '\u0007';
    private const char StringTerminator = '\u009c';

    /// <summary>
    /// How many characters a command takes that begins here; 0 when none does. One that is cut off takes the rest.
    /// </summary>
    public static int LengthAt(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first is >= '\u0080' and <= '\u009f')
        {
            return 1 + RestLength(text, start + 1, (char)(first - '\u0080' + '@'));
        }

        if (first != Escape)
        {
            return 0;
        }

        return start + 1 == text.Length ? 1 : 2 + RestLength(text, start + 2, text[start + 1]);
    }

    /// <summary>Reads a control sequence that moves something within its line (ECMA-48, 5.4 and 8.3).</summary>
    /// <param name="command">The whole command.</param>
    /// <param name="final">Its last character, which says what it is.</param>
    /// <param name="number">Its first number; 0 when it has none.</param>
    public static bool TryReadCommand(ReadOnlySpan<char> command, out char final, out int number)
    {
        (final, number) = ('\0', 0);
        var parameters = command[0] == Escape ? command[1..] : command;
        if (parameters.Length < 2 || parameters[0] is not ('[' or '\u009b'))
        {
            return false;
        }

        final = parameters[^1];
        parameters = parameters[1..^1];
        int length = parameters.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? parameters : parameters[..length];
        if (!digits.IsEmpty && !int.TryParse(digits, out number))
        {
            number = int.MaxValue;
        }

        return true;
    }

    /// <param name="start">Behind the introducer.</param>
    /// <param name="kind">What follows ESC, or would follow it.</param>
    private static int RestLength(ReadOnlySpan<char> text, int start, char kind)
    {
        int i = start;
        switch (kind)
        {
            case '[':
                // Parameters, intermediates, and one final character.
                while (i < text.Length && text[i] is >= ' ' and <= '?')
                {
                    i++;
                }

                return Math.Min(i + 1, text.Length) - start;
            case 'P' or 'X' or ']' or '^' or '_':
                return StringLength(text[start..]);
            case >= ' ' and <= '/':
                while (i < text.Length && text[i] is >= ' ' and <= '/')
                {
                    i++;
                }

                return Math.Min(i + 1, text.Length) - start;
            default:
                return 0;
        }
    }

    /// <summary>
    /// A control string, such as a window's title (5.6), with its end: xterm takes a bell for one as well.
    /// </summary>
    private static int StringLength(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is Bell or StringTerminator)
            {
                return i + 1;
            }

            if (text[i] == Escape)
            {
                return i + 1 < text.Length && text[i + 1] == '\\' ? i + 2 : i;
            }
        }

        return text.Length;
    }
}
