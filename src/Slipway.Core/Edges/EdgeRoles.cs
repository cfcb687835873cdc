using System.Collections.Immutable;

namespace Slipway.Core.Edges;

/// <summary>What an image needs another one for. It may be several things at once, and each counts.</summary>
[Flags]
public enum EdgeRoles
{
    None = 0,

    /// <summary>It is built on it.</summary>
    Base = 1,

    /// <summary>The task that builds it runs in it.</summary>
    Builder = 2,

    /// <summary>It installs it.</summary>
    Package = 4,
}

/// <summary>What can be asked of <see cref="EdgeRoles"/>.</summary>
public static class EdgeRolesParts
{
    private static readonly ImmutableArray<EdgeRoles> Single =
        [EdgeRoles.Base, EdgeRoles.Builder, EdgeRoles.Package];

    /// <summary>The roles one by one.</summary>
    public static IEnumerable<EdgeRoles> Each(this EdgeRoles roles) => Single.Where(role => roles.HasFlag(role));
}
