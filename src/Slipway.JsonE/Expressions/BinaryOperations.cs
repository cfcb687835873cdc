using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Operations;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Expressions;

/// <summary>Operators between two values, both of which are known. Numbers are doubles throughout.</summary>
internal static class BinaryOperations
{
    public static Value Apply(string operation, Value left, Value right, Budget budget) => operation switch
    {
        "==" => Value.Of(Equality.AreEqual(left, right, budget)),
        "!=" => Value.Of(!Equality.AreEqual(left, right, budget)),
        "in" => Value.Of(IsIn(left, right, budget)),
        "+" => Add(left, right, budget),
        "<" or ">" or "<=" or ">=" => Value.Of(Compare(operation, left, right, budget)),
        _ => Calculate(operation, left, right),
    };

    public static NumberValue Power(Value left, Value right) =>
        (left, right) is (NumberValue { Number: var number }, NumberValue { Number: var exponent })
            // JavaScript does not say that 1 to the power of what is no number is 1.
            ? new NumberValue(
                double.Abs(number) == 1 && !double.IsFinite(exponent) ? double.NaN : double.Pow(number, exponent))
            : throw Expects("**", "number ** number");

    private static Value Add(Value left, Value right, Budget budget)
    {
        switch (left, right)
        {
            case (NumberValue a, NumberValue b):
                return new NumberValue(a.Number + b.Number);
            case (StringValue a, StringValue b):
                budget.MakeText((long)a.Text.Length + b.Text.Length);
                return new StringValue(a.Text + b.Text);
            default:
                throw Expects("+", "numbers/strings + numbers/strings");
        }
    }

    private static NumberValue Calculate(string operation, Value left, Value right)
    {
        if ((left, right) is not (NumberValue { Number: var a }, NumberValue { Number: var b }))
        {
            throw Expects(operation, $"number {operation} number");
        }

        return new NumberValue(operation switch
        {
            "-" => a - b,
            "*" => a * b,
            _ when b == 0 => throw Error.Interpreter("division by zero"),
            _ => a / b,
        });
    }

    private static bool Compare(string operation, Value left, Value right, Budget budget)
    {
        switch (left, right)
        {
            case (NumberValue { Number: var a }, NumberValue { Number: var b }):
                return operation switch
                {
                    "<" => a < b,
                    ">" => a > b,
                    "<=" => a <= b,
                    _ => a >= b,
                };
            case (StringValue { Text: var a }, StringValue { Text: var b }):
                budget.Step(Cost.OfText(int.Min(a.Length, b.Length)));
                int order = string.CompareOrdinal(a, b);
                return operation switch
                {
                    "<" => order < 0,
                    ">" => order > 0,
                    "<=" => order <= 0,
                    _ => order >= 0,
                };
            default:
                throw Expects(operation, $"numbers/strings {operation} numbers/strings");
        }
    }

    private static bool IsIn(Value left, Value right, Budget budget)
    {
        switch (right)
        {
            case ObjectValue members:
                return left is StringValue key
                    ? members.Has(key.Text)
                    : throw ExpectsIn("in-object", "string on left side");
            case StringValue text:
                if (left is not StringValue part)
                {
                    throw ExpectsIn("in-string", "string on left side");
                }

                // At worst a part is compared at each place.
                budget.Step(Cost.OfText((long)text.Text.Length * int.Max(1, part.Text.Length)));
                return text.Text.Contains(part.Text, StringComparison.Ordinal);
            case ArrayValue list:
                return list.Items.Any(item => Equality.AreEqual(left, item, budget));
            default:
                throw ExpectsIn("in", "Array, string, or object on right side");
        }
    }

    private static JsonEException Expects(string operation, string what) =>
        Error.Interpreter($"infix: {operation} expects {what}");

    private static JsonEException ExpectsIn(string operation, string what) =>
        Error.Interpreter($"Infix: {operation} expects {what}");
}
