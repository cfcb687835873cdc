namespace Slipway.Model.Tasks;

/// <summary>The places that taskgraph's <c>index:</c> of a task gives it, besides those of its digest.</summary>
/// <param name="Product">The product.</param>
/// <param name="JobName">The last part of the namespaces.</param>
/// <param name="Type">Which set of templates: <c>generic</c> is taskgraph's own.</param>
/// <param name="Rank">A number, or <c>build_date</c> for the push date in seconds, or <c>by-tier</c>.</param>
public sealed record ProductIndex(string Product, string JobName, string Type, string Rank)
{
    /// <summary>The <see cref="Type"/> when none is named.</summary>
    public const string GenericType = "generic";

    /// <summary>The <see cref="Rank"/> when none is named.</summary>
    public const string RankByTier = "by-tier";
}
