using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Expressions;

/// <summary>Parts of values: properties, elements, slices. Indexes below zero count from the end.</summary>
internal static class Accesses
{
    public static Value Property(Value target, string name) =>
        target is ObjectValue members
            ? members.Find(name) ?? throw Error.Interpreter($"object has no property \"{name}\"")
            : throw Error.Interpreter("infix: . expects objects");

    public static Value Index(Value target, Value index, Budget budget)
    {
        switch (target)
        {
            case ArrayValue list:
                return list.Items[Place(index, list.Items.Length)];
            case StringValue { Text: var text }:
                int at = CodePoints.Find(text, Place(index, Length(text, budget)));
                return new StringValue(text.Substring(at, CodePoints.LengthAt(text, at)));
            case ObjectValue members:
                return index is StringValue key
                    ? members.Find(key.Text) ?? Value.Null
                    : throw Error.Interpreter("object keys must be strings");
            default:
                throw Error.Interpreter("infix: \"[..]\" expects object, array, or string");
        }
    }

    /// <param name="target">A list or a string.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="right">Where it ends, not included; null for the end.</param>
    /// <param name="budget">Is charged for what is copied.</param>
    public static Value Slice(Value target, Value left, Value right, Budget budget)
    {
        if (target is ArrayValue list)
        {
            var (from, to) = Places(left, right, list.Items.Length);
            budget.MakeElements(to - from);
            return new ArrayValue(list.Items[from..to]);
        }

        string text = ((StringValue)target).Text;
        var (first, behind) = Places(left, right, Length(text, budget));
        int start = CodePoints.Find(text, first);
        int end = CodePoints.Find(text, behind);
        budget.MakeText(end - start);
        return new StringValue(text[start..end]);
    }

    private static int Length(string text, Budget budget)
    {
        budget.Step(Cost.OfText(text.Length));
        return CodePoints.Count(text);
    }

    private static int Place(Value index, int length) => FromStart(index, length) switch
    {
        var place when !double.IsInteger(place) =>
            throw Error.Interpreter("should only use integers to access arrays or strings"),
        var place when place >= length => throw Error.Interpreter("index out of bounds"),
        var place => (int)place,
    };

    // What lies outside is nothing, and no error.
    private static (int From, int To) Places(Value left, Value right, int length)
    {
        double from = FromStart(left, length);
        double to = right is NullValue ? length : FromStart(right, length);
        from = from > to ? to : from;
        return double.IsInteger(from) && double.IsInteger(to)
            ? ((int)double.Min(from, length), (int)double.Min(to, length))
            : throw Error.Interpreter("cannot perform interval access with non-integers");
    }

    // What lies before the start is the start, whether it is whole or not. What is no number is not whole.
    private static double FromStart(Value index, int length) => index switch
    {
        NumberValue { Number: < 0 and var number } => double.Max(0, length + number),
        NumberValue { Number: var number } => number,
        _ => double.NaN,
    };
}
