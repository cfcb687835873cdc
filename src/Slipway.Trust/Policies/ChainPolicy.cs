using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>Whom to trust: what a product says about its chains of tasks.</summary>
public sealed record ChainPolicy
{
    /// <summary>Which answers of JSON-e's context a decision gets: <c>hg</c> or <c>github</c>.</summary>
    public string ProductType { get; init; } = "hg";

    /// <summary>Before <c>_HEAD_REPOSITORY</c> and the like, such as <c>GECKO</c>.</summary>
    public string SourcePrefix { get; init; } = string.Empty;

    /// <summary>What <c>extra.tasks_for</c> of a decision may say.</summary>
    public ImmutableHashSet<string> TasksFor { get; init; } = [];

    /// <summary>Provisioners whose tasks scriptworkers run.</summary>
    public ImmutableHashSet<string> ScriptworkerProvisioners { get; init; } = [];

    /// <summary>Pools, as provisioner/worker type, on which decisions and actions may run.</summary>
    public ImmutableHashSet<string> DecisionPools { get; init; } = [];

    /// <summary>Pools on which images may be built.</summary>
    public ImmutableHashSet<string> ImagePools { get; init; } = [];

    /// <summary>The types of tasks that may run in images of registries; null for all.</summary>
    public ImmutableHashSet<string>? PrebuiltTypes { get; init; } = [];

    /// <summary>Which addresses are which repository.</summary>
    public ImmutableArray<RepositoryRule> Repositories { get; init; } = [];

    /// <summary>A scope, or one that ends in <c>*</c>, and the name of the list of trees that may have it.</summary>
    public ImmutableDictionary<string, string> RestrictedScopes { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>Lists of repositories, by name.</summary>
    public ImmutableDictionary<string, ImmutableHashSet<string>> RestrictedTrees { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>Algorithms that count.</summary>
    public ImmutableHashSet<string> HashAlgorithms { get; init; } = ["sha256", "sha512"];

    /// <summary>How many links a task may be away from the target.</summary>
    public int MaximumLength { get; init; } = 20;

    /// <summary>Whose repositories on GitHub are the real ones; null where none is.</summary>
    public string? GitHubOwner { get; init; }

    /// <summary>Where the levels of the repositories stand.</summary>
    public string ProjectsAddress { get; init; } = DefaultProjectsAddress;

    /// <summary>Keys by worker implementation, in the order in which they are tried.</summary>
    public ImmutableDictionary<string, ImmutableArray<WorkerKey>> Keys { get; init; } =
        ImmutableDictionary<string, ImmutableArray<WorkerKey>>.Empty;

    /// <summary>Keys that sign statements of builds.</summary>
    public ImmutableArray<Signer> Signers { get; init; } = [];

    /// <summary>
    /// By type of task, the IDs of the registry images in which it may run; types that are not named may run in any.
    /// </summary>
    public ImmutableDictionary<string, ImmutableHashSet<string>> ImageHashes { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>By the name of an image that tasks build, the IDs that it may have; others may have any.</summary>
    public ImmutableDictionary<string, ImmutableArray<AllowedImage>> BuiltImages { get; init; } =
        ImmutableDictionary<string, ImmutableArray<AllowedImage>>.Empty;

    /// <summary>
    /// The images of registries on which images may be built: repositories, those that end in <c>*</c>, or one
    /// manifest of a repository by its digest; null for all.
    /// </summary>
    public ImmutableHashSet<string>? Bases { get; init; }

    /// <summary>By repository, as <see cref="Repositories"/> name it, the branches whose commits count.</summary>
    public ImmutableDictionary<string, ImmutableHashSet<string>> Branches { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>Beginnings of addresses, and what to ask instead: mirrors of one's own.</summary>
    public ImmutableSortedDictionary<string, string> Mirrors { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What may not be left unchecked; words of <c>must-check</c>.</summary>
    public ImmutableSortedSet<string> MustCheck { get; init; } = [];

    /// <summary>How long ago the push may be to which a <c>latest</c> leads; null for any time.</summary>
    public TimeSpan? LongestAge { get; init; }

    /// <summary>What is done at each level with what is refused.</summary>
    public ImmutableDictionary<Level, Enforcement> Enforced { get; init; } =
        ImmutableDictionary<Level, Enforcement>.Empty;

    /// <summary>What is done at a level with what is refused.</summary>
    public Enforcement At(Level level) => Enforced.GetValueOrDefault(level);

    /// <summary>That of Firefox.</summary>
    /// <remarks>https://github.com/mozilla-releng/scriptworker/blob/66a7a5c/src/scriptworker/constants.py</remarks>
    public const string DefaultProjectsAddress =
        "https://raw.githubusercontent.com/mozilla-releng/fxci-config/main/projects.yml";
}
