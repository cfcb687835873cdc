using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Operators that make one object of several. Of two values for a key the later one counts.</summary>
internal static class Merging
{
    public static Value Merge(Operation operation)
    {
        operation.CheckKeys();
        return Merge(ObjectsIn(operation), operation.Budget);
    }

    /// <summary>Lists of one key are joined, and objects of one key merged in the same way.</summary>
    public static Value MergeDeep(Operation operation)
    {
        operation.CheckKeys();
        Value? merged = null;
        foreach (var next in ObjectsIn(operation))
        {
            merged = merged is null ? next : MergeDeep(merged, next, operation.Budget);
        }

        return merged ?? new ObjectValue(ObjectValue.NewMembers());
    }

    public static ObjectValue Merge(IEnumerable<ObjectValue> objects, Budget budget)
    {
        var merged = ObjectValue.NewMembers();
        foreach (var one in objects)
        {
            Add(merged, one, budget);
        }

        return new ObjectValue(merged);
    }

    private static IEnumerable<ObjectValue> ObjectsIn(Operation operation) =>
        operation.RenderArgument() is ArrayValue list && list.Items.All(item => item is ObjectValue)
            ? list.Items.Cast<ObjectValue>()
            : throw operation.Fault("value must evaluate to an array of objects");

    private static Value MergeDeep(Value left, Value right, Budget budget)
    {
        using var level = budget.Deeper();
        budget.Step();
        switch (left, right)
        {
            case (ArrayValue a, ArrayValue b):
                budget.MakeElements((long)a.Items.Length + b.Items.Length);
                return new ArrayValue([.. a.Items, .. b.Items]);
            case (ObjectValue a, ObjectValue b):
                var merged = ObjectValue.NewMembers();
                Add(merged, a, budget);
                budget.MakeElements(b.Count);
                foreach (var (key, value) in b.Members)
                {
                    merged[key] = a.Find(key) is { } before ? MergeDeep(before, value, budget) : value;
                }

                return new ObjectValue(merged);
            default:
                return right;
        }
    }

    private static void Add(OrderedDictionary<string, Value> to, ObjectValue from, Budget budget)
    {
        budget.MakeElements(from.Count);
        foreach (var (key, value) in from.Members)
        {
            to[key] = value;
        }
    }
}
