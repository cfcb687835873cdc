using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary><c>$sort</c>: numbers by size, strings by their UTF-16 units, equal ones as they were.</summary>
internal static class Sorting
{
    private static readonly Binder By = new("by", 1, 1);

    public static Value Sort(Operation operation)
    {
        operation.CheckKeys(By);
        if (operation.RenderArgument() is not ArrayValue list)
        {
            throw DifferentTypes();
        }

        operation.Budget.MakeElements(list.Items.Length);
        var keyed = KeyOf(operation) is { } keyOf
            ? list.Items.Select(item => (Key: keyOf(item), Item: item)).ToArray()
            : [.. list.Items.Select(item => (Key: item, Item: item))];
        operation.Budget.Step(Cost.OfSorting(keyed.Length));
        return new ArrayValue([.. Ordered(keyed, operation.Budget).Select(pair => pair.Item)]);
    }

    private static IEnumerable<(Value Key, Value Item)> Ordered((Value Key, Value Item)[] keyed, Budget budget)
    {
        if (keyed.All(pair => pair.Key is NumberValue))
        {
            return keyed.OrderBy(pair => ((NumberValue)pair.Key).Number);
        }

        if (!keyed.All(pair => pair.Key is StringValue))
        {
            throw DifferentTypes();
        }

        // Each is compared about as often as the number of keys can be halved.
        long longest = keyed.Max(pair => ((StringValue)pair.Key).Text.Length);
        budget.Step(Cost.OfSorting(keyed.Length) * Cost.OfText(longest));
        return keyed.OrderBy(pair => ((StringValue)pair.Key).Text, StringComparer.Ordinal);
    }

    /// <summary>What elements are sorted by; null for themselves.</summary>
    private static Func<Value, Value>? KeyOf(Operation operation)
    {
        string? key = operation.Template.Keys.FirstOrDefault(key => key != operation.Name);
        if (key is null || By.NamesIn(key) is not { } names)
        {
            return null;
        }

        return item => operation.Template.Find(key) is StringValue { Text: var expression }
            ? operation.Rendering.Evaluate(expression, operation.ScopeWith(names, item))
            : throw Error.Template("by can evaluate string expressions only");
    }

    private static JsonEException DifferentTypes() =>
        Error.Template("$sorted values to be sorted must have the same type");
}
