using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>The rendering that an operator is a part of.</summary>
internal interface IRendering
{
    Budget Budget { get; }

    /// <summary>The time of rendering as milliseconds since 1970, where it is known.</summary>
    double? Now { get; }

    Value Render(Value template, Scope scope);

    /// <summary>The value of an expression that is the whole of a string.</summary>
    Value Evaluate(string expression, Scope scope);
}
