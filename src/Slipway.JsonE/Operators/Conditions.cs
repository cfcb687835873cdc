using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Operators that choose by conditions.</summary>
internal static class Conditions
{
    private const string Default = "$default";

    public static Value If(Operation operation)
    {
        operation.CheckKeys("then", "else");
        if (operation.Argument is not StringValue { Text: var condition })
        {
            throw operation.Fault("can evaluate string expressions only");
        }

        if (!operation.Rendering.Evaluate(condition, operation.Scope).IsTruthy)
        {
            return operation.RenderOrNothing("else");
        }

        return operation.Template.Has("$then")
            ? throw operation.Fault("Syntax error: $then: should be spelled then: (no $)")
            : operation.RenderOrNothing("then");
    }

    public static Value Match(Operation operation)
    {
        operation.CheckKeys();
        // Not without those that give nothing: there is an empty object for each of these.
        return new ArrayValue([.. Matches(operation, CasesOf(operation))]);
    }

    public static Value Switch(Operation operation)
    {
        operation.CheckKeys();
        var cases = CasesOf(operation);
        Value[] matches = [.. Matches(operation, cases)];
        return matches switch
        {
            [var only] => only,
            [] when cases.Find(Default) is { } template => operation.Rendering.Render(template, operation.Scope),
            [] => ObjectValue.Nothing,
            _ => throw operation.Fault("can only have one truthy condition"),
        };
    }

    private static ObjectValue CasesOf(Operation operation) =>
        operation.Argument as ObjectValue ?? throw operation.Fault("can evaluate objects only");

    /// <summary>What belongs to the conditions that are true, by the text of the conditions.</summary>
    private static IEnumerable<Value> Matches(Operation operation, ObjectValue cases)
    {
        operation.Budget.Step(Cost.OfSorting(cases.Count));
        operation.Budget.MakeElements(cases.Count);
        bool hasDefault = operation.Name == "$switch";
        foreach (var (condition, template) in cases.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!(hasDefault && condition == Default)
                && operation.Rendering.Evaluate(condition, operation.Scope).IsTruthy)
            {
                yield return operation.Rendering.Render(template, operation.Scope);
            }
        }
    }
}
