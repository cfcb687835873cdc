using System.Collections.Immutable;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Builtins;

/// <summary>What a function takes.</summary>
/// <param name="Parameters">The types of the first arguments.</param>
internal sealed record Signature(params ImmutableArray<Takes> Parameters)
{
    /// <summary>The types of all arguments behind these; without it there may be none.</summary>
    public Takes Rest { get; init; }

    /// <summary>How many arguments there have to be, where that is not the number of parameters.</summary>
    public int? Least { get; init; }

    /// <exception cref="JsonEException">The arguments are not what the function takes.</exception>
    public void Check(string function, ImmutableArray<Value> arguments)
    {
        if (Least is { } least && arguments.Length < least)
        {
            throw Error.Builtin(
                $"invalid arguments to builtin: {function}: expected at least {least} arguments");
        }

        bool fits = arguments.Length >= (Least ?? Parameters.Length)
            && arguments.Index().All(argument =>
                Fits(argument.Index < Parameters.Length ? Parameters[argument.Index] : Rest, argument.Item));
        if (!fits)
        {
            throw Error.Builtin($"invalid arguments to builtin: {function}");
        }
    }

    private static bool Fits(Takes takes, Value value) =>
        takes.HasFlag(Takes.Anything)
        || value switch
        {
            StringValue => takes.HasFlag(Takes.String),
            NumberValue number => takes.HasFlag(Takes.Number) || (takes.HasFlag(Takes.Integer) && number.IsInteger),
            BooleanValue => takes.HasFlag(Takes.Boolean),
            NullValue => takes.HasFlag(Takes.Null),
            ArrayValue => takes.HasFlag(Takes.Array),
            _ => false,
        };
}

/// <summary>Types that a parameter takes.</summary>
[Flags]
internal enum Takes
{
    Nothing = 0,
    String = 1,
    Number = 2,
    Integer = 4,
    Boolean = 8,
    Null = 16,
    Array = 32,
    Anything = 64,
}
