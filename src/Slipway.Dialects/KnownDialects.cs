using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Dialects;

/// <summary>Every dialect there is.</summary>
public static class KnownDialects
{
    public static readonly DialectSet All = new(SlipwayDialect.Instance, TaskgraphDialect.Instance);
}
