namespace Slipway.JsonE.Values;

/// <summary>The variables that can be seen at a place: its own, and those around it.</summary>
internal sealed class Scope(Scope? outer, IReadOnlyDictionary<string, Value> own)
{
    /// <summary>How many are around it, which is what looking for a variable may take.</summary>
    public int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    private Scope? Outer { get; } = outer;

    private IReadOnlyDictionary<string, Value> Own { get; } = own;

    /// <summary>The value of a variable; null when there is none of that name.</summary>
    public Value? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Own.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>With more variables, which hide those of the same name.</summary>
    public Scope With(IReadOnlyDictionary<string, Value> variables) => new(this, variables);
}
