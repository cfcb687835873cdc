using System.Collections.Immutable;

namespace Slipway.Core.Configuration;

/// <summary>The dialects that trees may be written in; the first one is that of a tree that says nothing.</summary>
public sealed class DialectSet(params ImmutableArray<Dialect> dialects)
{
    /// <summary>In the order in which a tree that names none is asked whether it is of one.</summary>
    public ImmutableArray<Dialect> All { get; } = dialects;

    public ImmutableArray<string> Names { get; } = [.. dialects.Select(dialect => dialect.Name)];

    /// <summary>The dialect of a name; null when there is none.</summary>
    public Dialect? Find(string? name) => All.FirstOrDefault(dialect => dialect.Name == name);
}
