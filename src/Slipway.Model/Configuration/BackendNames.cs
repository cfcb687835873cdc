using System.Collections.Immutable;

namespace Slipway.Model.Configuration;

/// <summary>
/// The names under which a person chooses a backend; <c>schema/slipway.schema.json</c> has the same ones.
/// </summary>
public static class BackendNames
{
    public const string Embedded = "embedded";
    public const string Taskcluster = "taskcluster";
    public const string Registry = "registry";

    public static ImmutableArray<string> All { get; } = [Embedded, Taskcluster, Registry];

    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static BackendKind Parse(string name) => name switch
    {
        Embedded => BackendKind.Embedded,
        Taskcluster => BackendKind.Taskcluster,
        Registry => BackendKind.Registry,
        _ => throw new ArgumentException($"'{name}' is no backend.", nameof(name)),
    };
}

/// <summary>Where images are found and kept.</summary>
public enum BackendKind
{
    /// <summary>The store of this machine.</summary>
    Embedded,

    /// <summary>Taskcluster's services, with the store of this machine before them.</summary>
    Taskcluster,

    /// <summary>A registry that machines share, with the store of this machine before it.</summary>
    Registry,
}
