using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operations;

/// <summary>
/// Whether two values are the same: lists and objects by what is in them, functions by which they are.
/// </summary>
internal static class Equality
{
    public static bool AreEqual(Value left, Value right, Budget budget)
    {
        using var level = budget.Deeper();
        budget.Step();
        return (left, right) switch
        {
            (NullValue, NullValue) => true,
            (BooleanValue a, BooleanValue b) => a.IsTruthy == b.IsTruthy,
            // Not a number is equal to nothing.
            (NumberValue a, NumberValue b) => a.Number == b.Number,
            (StringValue a, StringValue b) => AreEqual(a.Text, b.Text, budget),
            (ArrayValue a, ArrayValue b) => AreEqual(a, b, budget),
            (ObjectValue a, ObjectValue b) => AreEqual(a, b, budget),
            (FunctionValue a, FunctionValue b) => ReferenceEquals(a, b),
            _ => false,
        };
    }

    private static bool AreEqual(string left, string right, Budget budget)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        budget.Step(Cost.OfText(left.Length));
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private static bool AreEqual(ArrayValue left, ArrayValue right, Budget budget)
    {
        if (left.Items.Length != right.Items.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Items.Length; i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], budget))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(ObjectValue left, ObjectValue right, Budget budget) =>
        left.Count == right.Count
        && left.Members.All(member => right.Has(member.Key))
        && left.Members.All(member => AreEqual(member.Value, right.Find(member.Key)!, budget));
}
