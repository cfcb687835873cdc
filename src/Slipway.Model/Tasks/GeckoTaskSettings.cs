using System.Collections.Immutable;

namespace Slipway.Model.Tasks;

/// <summary>What <c>taskcluster/config.yml</c> says of tasks, where gecko's transforms make them.</summary>
public sealed record GeckoTaskSettings
{
    /// <summary>The workers, by the alias that tasks name.</summary>
    public ImmutableSortedDictionary<string, WorkerAlias> Aliases { get; init; } =
        ImmutableSortedDictionary.Create<string, WorkerAlias>(StringComparer.Ordinal);

    /// <summary>How long tasks live, by the name of the policy.</summary>
    public ImmutableSortedDictionary<string, KeyedText> Expiry { get; init; } =
        ImmutableSortedDictionary.Create<string, KeyedText>(StringComparer.Ordinal);

    /// <summary>What Treeherder calls branches, by project and then by branch.</summary>
    public ImmutableArray<BranchNames> Branches { get; init; } = [];

    /// <summary>In <see cref="ReleaseBranches"/>: all there are.</summary>
    public const string EveryBranch = "*";

    /// <summary>The branches of which projects release something; null when nothing says so.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? ReleaseBranches { get; init; }

    /// <summary>The folder of the kinds, below the root.</summary>
    public string KindsFolder { get; init; } = "taskcluster/kinds";

    /// <summary>What stands before the names of the parameters that say which repository was pushed to.</summary>
    public string ParameterPrefix { get; init; } = string.Empty;

    /// <summary>The products that may be indexed; null when nothing lists them.</summary>
    public ImmutableArray<string>? Products { get; init; }
}

/// <summary>Workers that tasks name by an alias.</summary>
/// <param name="Provisioner">May hold <c>{trust-domain}</c>, <c>{level}</c> and <c>{alias}</c>; may depend on the
/// level and the project, as all of it.</param>
public sealed record WorkerAlias(
    KeyedText? Provisioner, KeyedText? WorkerType, KeyedText? Implementation, KeyedText? Os);

/// <summary>What Treeherder calls the branches of some projects.</summary>
/// <param name="Project">A name, or a regular expression; null for every project.</param>
/// <param name="Names">By branch, a name or a regular expression, in order.</param>
public sealed record BranchNames(string? Project, ImmutableArray<KeyValuePair<string, string>> Names);
