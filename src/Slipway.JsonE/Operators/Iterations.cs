using Slipway.JsonE.Errors;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Operators that render something for each element.</summary>
internal static class Iterations
{
    private static readonly Binder Each = new("each", 1, 2);
    private static readonly Binder EachOntoAnother = new("each", 2, 3);

    public static Value Map(Operation operation)
    {
        operation.CheckKeys(Each);
        var elements = operation.RenderArgument();
        if (elements is not (ArrayValue or ObjectValue))
        {
            throw operation.Fault("value must evaluate to an array or object");
        }

        CheckCount(operation, 2, "two");
        var (names, each) = Each.FindIn(operation);
        if (elements is ObjectValue members)
        {
            return Merging.Merge(
                members.Members.Select(member =>
                {
                    var value = names.Length > 1
                        ? operation.Render(each, names, member.Value, new StringValue(member.Key))
                        : operation.Render(each, names, Pair(member.Key, member.Value));
                    return value as ObjectValue
                        ?? throw operation.Fault($"on objects expects each({names[0]}) to evaluate to an object");
                }),
                operation.Budget);
        }

        return operation.ListOf(((ArrayValue)elements).Items.Select(
            (item, index) => operation.Render(each, names, item, new NumberValue(index))));
    }

    public static Value Reduce(Operation operation)
    {
        operation.CheckKeys(EachOntoAnother, "initial");
        if (operation.RenderArgument() is not ArrayValue elements)
        {
            throw operation.Fault("value must evaluate to an array");
        }

        CheckCount(operation, 3, "three");
        var (names, each) = EachOntoAnother.FindIn(operation, "initial");
        // As it is written: the language does not render it.
        var sum = operation.Template.Find("initial");
        for (int i = 0; i < elements.Items.Length; i++)
        {
            var next = operation.Render(each, names, sum!, elements.Items[i], new NumberValue(i));
            sum = next == ObjectValue.Nothing ? sum : next;
        }

        return sum!;
    }

    public static Value Find(Operation operation)
    {
        operation.CheckKeys(Each);
        if (operation.RenderArgument() is not ArrayValue elements)
        {
            throw operation.Fault("value must evaluate to an array");
        }

        CheckCount(operation, 2, "two");
        var (names, each) = Each.FindIn(operation);
        if (each is not StringValue { Text: var condition })
        {
            throw Error.Template("each can evaluate string expressions only");
        }

        for (int i = 0; i < elements.Items.Length; i++)
        {
            var scope = operation.ScopeWith(names, elements.Items[i], new NumberValue(i));
            // The condition is rendered as well, as the first implementation does: what stands in it as ${…} has to be
            // known.
            if (operation.Rendering.Evaluate(condition, scope).IsTruthy
                && operation.Rendering.Render(each, scope).IsTruthy)
            {
                return elements.Items[i];
            }
        }

        return ObjectValue.Nothing;
    }

    private static void CheckCount(Operation operation, int count, string inWords)
    {
        if (operation.Template.Count != count)
        {
            throw operation.Fault($"must have exactly {inWords} properties");
        }
    }

    private static ObjectValue Pair(string key, Value value)
    {
        var pair = ObjectValue.NewMembers();
        pair.Add("key", new StringValue(key));
        pair.Add("val", value);
        return new ObjectValue(pair);
    }
}
