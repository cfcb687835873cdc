using System.Collections.Immutable;

namespace Slipway.Model.Configuration;

/// <summary>
/// The names under which a person chooses a backend; <c>schema/slipway.schema.json</c> has the same ones.
/// </summary>
public static class BackendNames
{
    private const string Embedded = "embedded";
    private const string Taskcluster = "taskcluster";

    public static ImmutableArray<string> All { get; } = [Embedded, Taskcluster];

    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static BackendKind Parse(string name) => name switch
    {
        Embedded => BackendKind.Embedded,
        Taskcluster => BackendKind.Taskcluster,
        _ => throw new ArgumentException($"'{name}' is no backend.", nameof(name)),
    };
}
