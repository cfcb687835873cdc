using Slipway.JsonE.Errors;
using Slipway.JsonE.Json;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Operators that give one value: of an expression, of JSON as text, of a time, of variables.</summary>
internal static class Evaluations
{
    public static Value Eval(Operation operation)
    {
        operation.CheckKeys();
        return operation.Argument is StringValue { Text: var expression }
            ? operation.Rendering.Evaluate(expression, operation.Scope)
            : throw operation.Fault("must be given a string expression");
    }

    public static Value Json(Operation operation)
    {
        operation.CheckKeys();
        return new StringValue(SortedJson.Of(operation.RenderArgument(), operation.Budget));
    }

    public static Value FromNow(Operation operation)
    {
        operation.CheckKeys("from");
        var span = operation.RenderArgument();
        var reference = Operations.ScriptTruth.Is(operation.Template.Find("from"))
            ? operation.RenderOrNothing("from")
            : operation.Scope.Find(Times.FromNow.Variable);
        return span is StringValue { Text: var text }
            ? Times.FromNow.Of(text, reference, operation.Rendering.Now)
            : throw operation.Fault("expects a string");
    }

    public static Value Let(Operation operation)
    {
        operation.CheckKeys("in");
        if (operation.Argument is not ObjectValue || operation.RenderArgument() is not ObjectValue variables)
        {
            throw operation.Fault("value must be an object");
        }

        if (!variables.Keys.All(Names.IsName))
        {
            throw Error.Template($"top level keys of {operation.Name} must follow {Names.Rule}");
        }

        if (operation.Template.Find("in") is null or NullValue)
        {
            throw operation.Fault("operator requires an `in` clause");
        }

        operation.Budget.MakeElements(variables.Count);
        var own = variables.Members.ToDictionary(StringComparer.Ordinal);
        return operation.Rendering.Render(operation.Template.Find("in")!, operation.Scope.With(own));
    }
}
