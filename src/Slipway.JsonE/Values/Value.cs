using System.Collections.Immutable;

namespace Slipway.JsonE.Values;

/// <summary>A value of the language: what JSON has, and functions. It never changes.</summary>
internal abstract class Value
{
    public static Value Null { get; } = new NullValue();

    public static Value True { get; } = new BooleanValue(isTrue: true);

    public static Value False { get; } = new BooleanValue(isTrue: false);

    /// <summary>What <c>typeof</c> says of it.</summary>
    public abstract string TypeName { get; }

    /// <summary>Whether it counts as true where a condition stands.</summary>
    public abstract bool IsTruthy { get; }

    public static Value Of(bool value) => value ? True : False;
}

internal sealed class NullValue : Value
{
    public override string TypeName => "null";

    public override bool IsTruthy => false;
}

internal sealed class BooleanValue(bool isTrue) : Value
{
    public override string TypeName => "boolean";

    public override bool IsTruthy { get; } = isTrue;
}

/// <summary>A number is always a double, as in JavaScript: whole numbers are exact up to 2^53.</summary>
internal sealed class NumberValue(double number) : Value
{
    public override string TypeName => "number";

    public double Number { get; } = number;

    /// <summary>Whether it is a whole number, of whatever size.</summary>
    public bool IsInteger => double.IsInteger(Number);

    // NaN is not 0.
    public override bool IsTruthy => Number != 0;
}

internal sealed class StringValue(string text) : Value
{
    public override string TypeName => "string";

    public string Text { get; } = text;

    public override bool IsTruthy => Text.Length > 0;
}

internal sealed class ArrayValue(ImmutableArray<Value> items) : Value
{
    public override string TypeName => "array";

    public ImmutableArray<Value> Items { get; } = items;

    public override bool IsTruthy => Items.Length > 0;
}

/// <summary>A function. There are only those of the language; contexts have none.</summary>
/// <param name="call">Gets the arguments, and the variables that can be seen where it is called.</param>
internal sealed class FunctionValue(Func<ImmutableArray<Value>, Scope, Value> call) : Value
{
    public override string TypeName => "function";

    public override bool IsTruthy => true;

    public Value Call(ImmutableArray<Value> arguments, Scope scope) => call(arguments, scope);
}
