using System.Collections.Immutable;

namespace Slipway.Model.Configuration;

/// <summary>Settings that only one dialect or one backend understands: a record each, found by its type.</summary>
public sealed class Extensions
{
    /// <summary>No such settings; each has its defaults.</summary>
    public static readonly Extensions None = new(ImmutableDictionary<Type, object>.Empty);

    private readonly ImmutableDictionary<Type, object> _records;

    private Extensions(ImmutableDictionary<Type, object> records) => _records = records;

    /// <summary>The settings of a type; their defaults when nothing was set.</summary>
    public T Get<T>()
        where T : class, new() =>
        _records.TryGetValue(typeof(T), out object? record) ? (T)record : new T();

    /// <summary>The same with other settings of one type.</summary>
    public Extensions With<T>(T record)
        where T : class, new() =>
        new(_records.SetItem(typeof(T), record));
}
