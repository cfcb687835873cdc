using System.Collections.Immutable;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Builtins;

/// <summary>Functions of and for lists.</summary>
internal static class Sequences
{
    /// <summary>Of a string the number of its code points.</summary>
    public static NumberValue Length(Value value, Budget budget)
    {
        if (value is ArrayValue list)
        {
            return new NumberValue(list.Items.Length);
        }

        string text = ((StringValue)value).Text;
        budget.Step(Cost.OfText(text.Length));
        return new NumberValue(CodePoints.Count(text));
    }

    /// <param name="start">The first number, unless the end is on its other side.</param>
    /// <param name="end">The first number that is not in the list any more.</param>
    /// <param name="step">From each to the next, below zero too.</param>
    /// <param name="budget">Is charged for all of them before one is made.</param>
    public static ArrayValue Range(double start, double end, double step, Budget budget)
    {
        if (step == 0)
        {
            throw Error.Builtin("invalid arguments to builtin: range");
        }

        double count = double.Max(0, double.Ceiling((end - start) / step));
        // What no list can have is more than any budget allows, and no count to calculate with.
        budget.MakeElements(count > int.MaxValue ? int.MaxValue : (int)count);
        var numbers = ImmutableArray.CreateBuilder<Value>((int)count);
        for (int i = 0; i < (int)count; i++)
        {
            numbers.Add(new NumberValue(start + (i * step)));
        }

        return new ArrayValue(numbers.MoveToImmutable());
    }
}
