using System.Text;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operations;

/// <summary>Values as text, as JavaScript turns them into strings without being asked.</summary>
internal static class ScriptText
{
    /// <exception cref="JsonEException">It is a function, whose text would be its source, or has one in it.</exception>
    public static string Of(Value value, Budget budget)
    {
        string text = Find(value, budget);
        budget.MakeText(text.Length);
        return text;
    }

    /// <summary>The elements of a list, one behind the other. Null has no text here.</summary>
    public static string Join(ArrayValue list, string separator, Budget budget)
    {
        using var level = budget.Deeper();
        var result = new StringBuilder();
        bool isFirst = true;
        foreach (var item in list.Items)
        {
            budget.Step();
            string text = item is NullValue ? string.Empty : Find(item, budget);
            string between = isFirst ? string.Empty : separator;
            budget.MakeText((long)between.Length + text.Length);
            result.Append(between).Append(text);
            isFirst = false;
        }

        return result.ToString();
    }

    private static string Find(Value value, Budget budget) => value switch
    {
        StringValue text => text.Text,
        NumberValue number => NumberText.Of(number.Number),
        BooleanValue { IsTruthy: true } => "true",
        BooleanValue => "false",
        NullValue => "null",
        ArrayValue list => Join(list, ",", budget),
        FunctionValue => throw Error.Template(Error.UncalledFunctions),
        _ => "[object Object]",
    };
}
