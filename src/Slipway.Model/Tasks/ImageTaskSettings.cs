using System.Text.RegularExpressions;

namespace Slipway.Model.Tasks;

/// <summary>What a tree says about the task that builds one image, and only tasks of Taskcluster have.</summary>
public sealed record ImageTaskSettings
{
    /// <summary>Treeherder's symbol, such as <c>I(base)</c>; null for none.</summary>
    public string? Symbol { get; init; }

    /// <summary>More places in the index for people and other tools; null for none.</summary>
    public ProductIndex? Index { get; init; }
}

/// <summary>The places that taskgraph's <c>index:</c> of a task gives it, besides those of its digest.</summary>
/// <param name="JobName">The last part of the namespaces.</param>
/// <param name="Type">Which set of templates: <c>generic</c> is taskgraph's own.</param>
/// <param name="Rank">A number, or <c>build_date</c> for the push date in seconds, or <c>by-tier</c>.</param>
public sealed partial record ProductIndex(string Product, string JobName, string Type, string Rank)
{
    /// <summary>The <see cref="Type"/> when none is named.</summary>
    public const string GenericType = "generic";

    /// <summary>What a <see cref="Rank"/> may be.</summary>
    [GeneratedRegex(
        @"\A(?:by-tier|build_date|-?[0-9]{1,9})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    public static partial Regex RankPattern { get; }

    /// <summary>The <see cref="Rank"/> when none is named.</summary>
    public const string RankByTier = "by-tier";
}
