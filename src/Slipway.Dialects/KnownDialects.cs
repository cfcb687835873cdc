using Slipway.Core.Configuration;
using Slipway.Dialects.Gecko;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Dialects;

/// <summary>Every dialect there is.</summary>
public static class KnownDialects
{
    // A tree of gecko's has taskgraph's files too, so gecko is asked first.
    public static readonly DialectSet All =
        new(SlipwayDialect.Instance, GeckoDialect.Instance, TaskgraphDialect.Instance);
}
