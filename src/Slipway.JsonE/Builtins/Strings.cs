using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Builtins;

/// <summary>Functions of strings.</summary>
internal static class Strings
{
    // A letter may become three.
    private const int LongestCase = 3;

    public static StringValue Lower(string text, Budget budget)
    {
        budget.Step(text.Length);
        budget.MakeText((long)text.Length * LongestCase);
        return new StringValue(Casing.Lower(text));
    }

    public static StringValue Upper(string text, Budget budget)
    {
        budget.Step(text.Length);
        budget.MakeText((long)text.Length * LongestCase);
        return new StringValue(Casing.Upper(text));
    }

    public static StringValue Strip(string text, Sides sides, Budget budget)
    {
        budget.Step(Cost.OfText(text.Length));
        budget.MakeText(text.Length);
        string stripped = sides.HasFlag(Sides.Left) ? Whitespace.TrimStart(text) : text;
        return new StringValue(sides.HasFlag(Sides.Right) ? Whitespace.TrimEnd(stripped) : stripped);
    }

    public static NumberValue ToNumber(string text, Budget budget)
    {
        budget.Step(text.Length);
        return new NumberValue(NumberText.Parse(text));
    }

    /// <summary>What stands between separators; without a separator, every UTF-16 unit.</summary>
    public static ArrayValue Split(string text, string separator, Budget budget)
    {
        budget.Step(Cost.OfText((long)text.Length * int.Max(1, separator.Length)));
        budget.MakeText(text.Length);
        if (separator.Length == 0)
        {
            budget.MakeElements(text.Length);
            return ListOf(text.Select(character => character.ToString()));
        }

        budget.MakeElements(1 + Count(text, separator));
        return ListOf(text.Split(separator));
    }

    private static ArrayValue ListOf(IEnumerable<string> parts) =>
        new([.. parts.Select(part => new StringValue(part))]);

    private static int Count(string text, string separator)
    {
        int count = 0;
        int at = 0;
        while ((at = text.IndexOf(separator, at, StringComparison.Ordinal)) >= 0)
        {
            count++;
            at += separator.Length;
        }

        return count;
    }
}

/// <summary>Ends of a string.</summary>
[Flags]
internal enum Sides
{
    None = 0,
    Left = 1,
    Right = 2,
    Both = Left | Right,
}
