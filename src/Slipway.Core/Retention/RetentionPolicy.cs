using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>What of a tree's builds is kept, and for how long: <c>retention:</c> of <c>slipway.yml</c>.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Unless <c>grace:</c> says otherwise.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromDays(1);

    /// <summary>Unless <c>most-tips:</c> says otherwise.</summary>
    public const int DefaultMostTips = 200;

    /// <summary>What was written less than this ago stays: its writer may not have said yet what it is for.</summary>
    public TimeSpan Grace { get; init; } = DefaultGrace;

    /// <summary>The first that is about a build counts; one that none is about stays until it expires.</summary>
    public ImmutableArray<RetentionRule> Rules { get; init; } = [];

    /// <summary>The branches, of this repository and of those it fetches from, whose images are in use.</summary>
    public NamePatterns Branches { get; init; } = NamePatterns.Every;

    /// <summary>The tags whose images are in use.</summary>
    public NamePatterns Tags { get; init; } = NamePatterns.Every;

    /// <summary>Whether the file names branches or tags, so that they have to be found.</summary>
    public bool NamesTips { get; init; }

    /// <summary>How many tips of branches and tags may be read; with more nothing is removed.</summary>
    public int MostTips { get; init; } = DefaultMostTips;

    /// <summary>The files of the tree that list references in use.</summary>
    public ImmutableArray<Located<RelativePath>> ReferenceFiles { get; init; } = [];

    /// <summary>The rule about a name in a scope; null when there is none.</summary>
    public RetentionRule? RuleFor(string name, IndexScope scope) =>
        Rules.FirstOrDefault(rule => rule.Images.Matches(name) && rule.IsAbout(scope));
}

/// <summary>What is kept of some images in some scopes.</summary>
/// <param name="Number">Its place in the file, from 1 on.</param>
public sealed record RetentionRule(int Number)
{
    /// <summary>The names of the images.</summary>
    public NamePatterns Images { get; init; } = NamePatterns.Every;

    /// <summary>The levels; null for every scope.</summary>
    public ImmutableHashSet<Level>? Levels { get; init; }

    /// <summary>Whether it is about what pull requests built; with <see cref="Levels"/> null it is too.</summary>
    public bool PullRequests { get; init; }

    /// <summary>How many builds, the newest first, stay of each image in each scope; null for no number.</summary>
    public int? Keep { get; init; }

    /// <summary>What was built less than this ago stays; null for no time.</summary>
    public TimeSpan? YoungerThan { get; init; }

    public bool IsAbout(IndexScope scope) =>
        Levels is null || (scope.Level is { } level ? Levels.Contains(level) : PullRequests);
}
