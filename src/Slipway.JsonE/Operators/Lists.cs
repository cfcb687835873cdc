using System.Collections.Immutable;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Operators that make a list of a list.</summary>
internal static class Lists
{
    public static Value Flatten(Operation operation)
    {
        operation.CheckKeys();
        var flat = ImmutableArray.CreateBuilder<Value>();
        foreach (var item in ListIn(operation).Items)
        {
            Append(operation, flat, item is ArrayValue inner ? inner.Items : [item]);
        }

        return new ArrayValue(flat.ToImmutable());
    }

    public static Value FlattenDeep(Operation operation)
    {
        operation.CheckKeys();
        var flat = ImmutableArray.CreateBuilder<Value>();
        AppendDeep(operation, flat, ListIn(operation));
        return new ArrayValue(flat.ToImmutable());
    }

    public static Value Reverse(Operation operation)
    {
        operation.CheckKeys();
        var list = operation.RenderArgument() as ArrayValue
            ?? throw operation.Fault("value must evaluate to an array of objects");
        operation.Budget.MakeElements(list.Items.Length);
        return new ArrayValue([.. Enumerable.Reverse(list.Items)]);
    }

    private static ArrayValue ListIn(Operation operation) =>
        operation.RenderArgument() as ArrayValue ?? throw operation.Fault("value must evaluate to an array");

    private static void AppendDeep(Operation operation, ImmutableArray<Value>.Builder flat, ArrayValue list)
    {
        using var level = operation.Budget.Deeper();
        operation.Budget.Step();
        foreach (var item in list.Items)
        {
            if (item is ArrayValue inner)
            {
                AppendDeep(operation, flat, inner);
            }
            else
            {
                Append(operation, flat, [item]);
            }
        }
    }

    private static void Append(
        Operation operation, ImmutableArray<Value>.Builder flat, ImmutableArray<Value> items)
    {
        operation.Budget.MakeElements(items.Length);
        flat.AddRange(items);
    }
}
