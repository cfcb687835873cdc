using System.Text.Json.Nodes;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Json;

/// <summary>Values of the language as JSON.</summary>
internal static class JsonWriting
{
    /// <exception cref="JsonEException">There is a function in the value, or it is too large.</exception>
    public static JsonNode? Write(Value value, Budget budget)
    {
        using var level = budget.Deeper();
        budget.Step();
        switch (value)
        {
            case ArrayValue list:
                budget.MakeElements(list.Items.Length);
                var array = new JsonArray();
                foreach (var item in list.Items)
                {
                    array.Add(Write(item, budget));
                }

                return array;
            case ObjectValue members:
                budget.MakeElements(members.Count);
                var result = new JsonObject();
                foreach (var (key, member) in members.Members)
                {
                    budget.MakeText(key.Length);
                    result.Add(key, Write(member, budget));
                }

                return result;
            case StringValue text:
                budget.MakeText(text.Text.Length);
                return JsonValue.Create(text.Text);
            case NumberValue { Number: var number }:
                // As JSON has neither. The text is kept as it is, so 1 is not 1.0 and not 1E+21 what was 1e+21.
                return double.IsFinite(number) ? JsonNode.Parse(NumberText.Of(number)) : null;
            case BooleanValue:
                return JsonValue.Create(value.IsTruthy);
            case FunctionValue:
                throw Error.Template(Error.UncalledFunctions);
            default:
                return null;
        }
    }
}
