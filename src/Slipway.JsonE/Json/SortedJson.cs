using System.Globalization;
using System.Text;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Json;

/// <summary>
/// The text that <c>$json</c> gives: no spaces, keys by their code points, only what must be is escaped.
/// </summary>
/// <remarks>Escapes: https://tc39.es/ecma262/#sec-quotejsonstring</remarks>
internal sealed class SortedJson(Budget budget)
{
    private readonly StringBuilder _text = new();

    /// <exception cref="JsonEException">There is a function in the value, or it is too large.</exception>
    public static string Of(Value value, Budget budget)
    {
        var json = new SortedJson(budget);
        json.Append(value);
        return json._text.ToString();
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        AppendQuoted(quoted, text);
        return quoted.ToString();
    }

    private void Append(Value value)
    {
        using var level = budget.Deeper();
        budget.Step();
        switch (value)
        {
            case ArrayValue list:
                AppendList(list);
                break;
            case ObjectValue members:
                AppendObject(members);
                break;
            case StringValue text:
                AppendString(text.Text);
                break;
            case NumberValue { Number: var number }:
                AppendText(double.IsFinite(number) ? NumberText.Of(number) : "null");
                break;
            case BooleanValue:
                AppendText(value.IsTruthy ? "true" : "false");
                break;
            case FunctionValue:
                throw Error.Template(Error.UncalledFunctions);
            default:
                AppendText("null");
                break;
        }
    }

    private void AppendList(ArrayValue list)
    {
        AppendText("[");
        for (int i = 0; i < list.Items.Length; i++)
        {
            AppendText(i == 0 ? string.Empty : ",");
            Append(list.Items[i]);
        }

        AppendText("]");
    }

    private void AppendObject(ObjectValue members)
    {
        budget.Step(Cost.OfSorting(members.Count));
        AppendText("{");
        bool isFirst = true;
        foreach (var (key, member) in members.Members.OrderBy(pair => pair.Key, CodePoints.Order))
        {
            AppendText(isFirst ? string.Empty : ",");
            AppendString(key);
            AppendText(":");
            Append(member);
            isFirst = false;
        }

        AppendText("}");
    }

    private void AppendText(string text)
    {
        budget.MakeText(text.Length);
        _text.Append(text);
    }

    private void AppendString(string text)
    {
        budget.MakeText(text.Length);
        int before = _text.Length;
        AppendQuoted(_text, text);
        // What escapes have added: at most five characters for each, which were there before they were charged.
        budget.MakeText(_text.Length - before - text.Length);
    }

    private static void AppendQuoted(StringBuilder to, string text)
    {
        to.Append('"');
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            switch (character)
            {
                case '"' or '\\':
                    to.Append('\\').Append(character);
                    break;
                case '\b':
                    to.Append("\\b");
                    break;
                case '\t':
                    to.Append("\\t");
                    break;
                case '\n':
                    to.Append("\\n");
                    break;
                case '\f':
                    to.Append("\\f");
                    break;
                case '\r':
                    to.Append("\\r");
                    break;
                case var _ when char.IsSurrogate(character) && CodePoints.LengthAt(text, at) == 2:
                    to.Append(character).Append(text[++at]);
                    break;
                // Half a pair is no character, and UTF-8 has none for it.
                case var _ when character < ' ' || char.IsSurrogate(character):
                    to.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    to.Append(character);
                    break;
            }
        }

        to.Append('"');
    }
}
