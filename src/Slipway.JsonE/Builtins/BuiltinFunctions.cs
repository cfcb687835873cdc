using System.Collections.Immutable;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Operations;
using Slipway.JsonE.Times;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Builtins;

/// <summary>The functions that every template may call, by name. A context may have others of the same names.</summary>
internal sealed class BuiltinFunctions
{
    private readonly Dictionary<string, Value> _functions = new(StringComparer.Ordinal);
    private readonly Budget _budget;

    private BuiltinFunctions(Budget budget, double? now)
    {
        _budget = budget;
        DefineNumbers();
        DefineStrings();
        Define(
            "fromNow",
            new Signature { Rest = Takes.String, Least = 1 },
            (arguments, scope) => FromNow.Of(
                Text(arguments[0]),
                // Nothing is as good as no reference.
                arguments.Length > 1 && arguments[1].IsTruthy ? arguments[1] : scope.Find(FromNow.Variable),
                now));
        Define("typeof", new Signature(Takes.Anything), arguments => new StringValue(arguments[0].TypeName));
        Define(
            "defined",
            new Signature(Takes.String),
            (arguments, scope) => Value.Of(scope.Find(Text(arguments[0])) is not null));
    }

    /// <param name="budget">Is charged for what they do.</param>
    /// <param name="now">The time of rendering as milliseconds since 1970, where it is known.</param>
    public static IReadOnlyDictionary<string, Value> All(Budget budget, double? now) =>
        new BuiltinFunctions(budget, now)._functions;

    private static double Number(Value value) => ((NumberValue)value).Number;

    private static string Text(Value value) => ((StringValue)value).Text;

    private void DefineNumbers()
    {
        var numbers = new Signature { Rest = Takes.Number, Least = 1 };
        Define("min", numbers, arguments => new NumberValue(arguments.Select(Number).Aggregate(double.Min)));
        Define("max", numbers, arguments => new NumberValue(arguments.Select(Number).Aggregate(double.Max)));
        var number = new Signature(Takes.Number);
        Define("sqrt", number, arguments => new NumberValue(double.Sqrt(Number(arguments[0]))));
        Define("ceil", number, arguments => new NumberValue(double.Ceiling(Number(arguments[0]))));
        Define("floor", number, arguments => new NumberValue(double.Floor(Number(arguments[0]))));
        Define("abs", number, arguments => new NumberValue(double.Abs(Number(arguments[0]))));
        Define(
            "range",
            new Signature(Takes.Integer, Takes.Integer, Takes.Integer) { Rest = Takes.Number, Least = 2 },
            arguments => Sequences.Range(
                Number(arguments[0]), Number(arguments[1]), arguments.Length > 2 ? Number(arguments[2]) : 1, _budget));
    }

    private void DefineStrings()
    {
        var text = new Signature(Takes.String);
        Define("lowercase", text, arguments => Strings.Lower(Text(arguments[0]), _budget));
        Define("uppercase", text, arguments => Strings.Upper(Text(arguments[0]), _budget));
        Define("strip", text, arguments => Strings.Strip(Text(arguments[0]), Sides.Both, _budget));
        Define("lstrip", text, arguments => Strings.Strip(Text(arguments[0]), Sides.Left, _budget));
        Define("rstrip", text, arguments => Strings.Strip(Text(arguments[0]), Sides.Right, _budget));
        Define("number", text, arguments => Strings.ToNumber(Text(arguments[0]), _budget));
        Define("len", new Signature(Takes.String | Takes.Array), arguments => Sequences.Length(arguments[0], _budget));
        Define(
            "str",
            new Signature(Takes.String | Takes.Number | Takes.Boolean | Takes.Null),
            arguments => new StringValue(ScriptText.Of(arguments[0], _budget)));
        Define(
            "split",
            new Signature(Takes.String, Takes.String | Takes.Number),
            arguments => Strings.Split(Text(arguments[0]), ScriptText.Of(arguments[1], _budget), _budget));
        Define(
            "join",
            new Signature(Takes.Array, Takes.String | Takes.Number),
            arguments => new StringValue(ScriptText.Join(
                (ArrayValue)arguments[0], ScriptText.Of(arguments[1], _budget), _budget)));
    }

    private void Define(string name, Signature signature, Func<ImmutableArray<Value>, Value> invoke) =>
        Define(name, signature, (arguments, _) => invoke(arguments));

    private void Define(string name, Signature signature, Func<ImmutableArray<Value>, Scope, Value> invoke) =>
        _functions.Add(name, new FunctionValue((arguments, scope) =>
        {
            _budget.Step(arguments.Length + Cost.OfScopes(scope.Depth));
            signature.Check(name, arguments);
            return invoke(arguments, scope);
        }));
}
