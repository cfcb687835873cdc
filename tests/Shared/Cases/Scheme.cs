using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Tests.Cases;

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
