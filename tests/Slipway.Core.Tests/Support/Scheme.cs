using Slipway.Core.Catalog.Configuration;
using Slipway.Core.Catalog.Taskgraph;

namespace Slipway.Core.Tests.Support;

/// <summary>A dialect that a test is about, as a constant that data of theories may have.</summary>
public enum Scheme
{
    Slipway,
    Taskgraph,
}

internal static class SchemeDialects
{
    public static Dialect Dialect(this Scheme scheme) =>
        scheme == Scheme.Taskgraph ? TaskgraphDialect.Instance : SlipwayDialect.Instance;
}
