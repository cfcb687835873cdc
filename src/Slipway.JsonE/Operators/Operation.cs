using System.Collections.Immutable;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>An object with an operator among its keys, about to be rendered.</summary>
/// <param name="Name">The operator, such as <c>$map</c>.</param>
/// <param name="Template">The object.</param>
/// <param name="Scope">The variables that can be seen.</param>
/// <param name="Rendering">The rendering that it is a part of.</param>
internal sealed record Operation(string Name, ObjectValue Template, Scope Scope, IRendering Rendering)
{
    public Budget Budget => Rendering.Budget;

    /// <summary>What the operator itself is given, as it is written.</summary>
    public Value Argument => Template.Find(Name)!;

    /// <summary>The argument, rendered.</summary>
    public Value RenderArgument() => Rendering.Render(Argument, Scope);

    /// <summary>What another key has, rendered; nothing when it is not there.</summary>
    public Value RenderOrNothing(string key) =>
        Template.Find(key) is { } template ? Rendering.Render(template, Scope) : ObjectValue.Nothing;

    /// <summary>Renders what stands for each element, with variables that have its values.</summary>
    public Value Render(Value template, ImmutableArray<string> names, params ReadOnlySpan<Value> values) =>
        Rendering.Render(template, ScopeWith(names, values));

    /// <summary>The scope with more variables; there may be more values than names.</summary>
    public Scope ScopeWith(ImmutableArray<string> names, params ReadOnlySpan<Value> values)
    {
        Budget.MakeElements(names.Length);
        var variables = new Dictionary<string, Value>(names.Length, StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            // Of two with one name the last counts.
            variables[names[i]] = values[i];
        }

        return Scope.With(variables);
    }

    /// <summary>A list of what is rendered; <see cref="ObjectValue.Nothing"/> is left out.</summary>
    public ArrayValue ListOf(IEnumerable<Value> values)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        foreach (var value in values)
        {
            if (value != ObjectValue.Nothing)
            {
                Budget.MakeElements(1);
                items.Add(value);
            }
        }

        return new ArrayValue(items.ToImmutable());
    }

    /// <summary>What is wrong with it, for the caller to throw.</summary>
    public JsonEException Fault(string what) => Error.Template($"{Name} {what}");

    /// <summary>Refuses keys that the operator does not know.</summary>
    /// <remarks>
    /// The rule is that of the first implementation, which more than one service uses: a key is known when one of the
    /// names is a part of it, of the last one its end.
    /// </remarks>
    /// <param name="others">Keys that may be there besides the operator.</param>
    public void CheckKeys(params ReadOnlySpan<string> others) => CheckKeys(null, others);

    /// <param name="binder">A key with names in it that may be there, as the last one.</param>
    /// <param name="others">Keys that may be there besides the operator.</param>
    public void CheckKeys(Binder? binder, params ReadOnlySpan<string> others)
    {
        Budget.Step(Template.Keys.Sum(key => Cost.OfText(key.Length)));
        ImmutableArray<string> names = [Name, .. others];
        var parts = binder is null ? names[..^1] : names;
        string[] unknown =
        [
            .. Template.Keys
                .Where(key =>
                    !parts.Any(part => key.Contains(part, StringComparison.Ordinal))
                    && !(binder?.IsEndOf(key) ?? key.EndsWith(names[^1], StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
        if (unknown.Length > 0)
        {
            throw Fault($"has undefined properties: {string.Join(' ', unknown)}");
        }
    }
}
