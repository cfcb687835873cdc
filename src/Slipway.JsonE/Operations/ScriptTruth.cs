using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operations;

/// <summary>What JavaScript takes for true, where it is not the language that asks.</summary>
internal static class ScriptTruth
{
    public static bool Is(Value? value) => value switch
    {
        null or NullValue => false,
        NumberValue { Number: double.NaN } => false,
        ArrayValue or ObjectValue => true,
        _ => value.IsTruthy,
    };
}
