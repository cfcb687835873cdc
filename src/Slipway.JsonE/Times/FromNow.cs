using Slipway.JsonE.Errors;
using Slipway.JsonE.Operations;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Times;

/// <summary>A point in time that lies a span away from another one.</summary>
internal static class FromNow
{
    /// <summary>The variable with the time that spans are counted from.</summary>
    public const string Variable = "now";

    /// <param name="span">Such as <c>2 days 3 hours</c>; empty for none.</param>
    /// <param name="reference">
    /// The point that it is counted from; null or anything empty for the time of rendering.
    /// </param>
    /// <param name="now">The time of rendering as milliseconds since 1970, where it is known.</param>
    public static StringValue Of(string span, Value? reference, double? now)
    {
        double distance = TimeSpans.Read(span) ?? throw Error.Template($"'{span}' is not a time expression");
        double start = ScriptTruth.Is(reference)
            ? Read(reference!)
            : now ?? throw Error.Template($"there is no time to count from: the context has no '{Variable}'");
        return new StringValue(
            Timestamps.Write(start + distance)
            ?? throw Error.Template($"'{span}' leads beyond the times that there are"));
    }

    private static double Read(Value reference) => reference switch
    {
        NumberValue { Number: var number } when Timestamps.IsTime(number) => double.Truncate(number),
        StringValue { Text: var text } => Timestamps.Read(text) ?? throw Unreadable($"'{text}'"),
        _ => throw Unreadable($"a value of type {reference.TypeName}"),
    };

    private static JsonEException Unreadable(string what) =>
        Error.Template($"{what} is not a point in time such as 2017-01-19T16:27:20.974Z");
}
