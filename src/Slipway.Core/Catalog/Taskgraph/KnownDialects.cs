using Slipway.Core.Catalog.Configuration;

namespace Slipway.Core.Catalog.Taskgraph;

/// <summary>Every dialect there is.</summary>
public static class KnownDialects
{
    public static readonly DialectSet All = new(SlipwayDialect.Instance, TaskgraphDialect.Instance);
}
