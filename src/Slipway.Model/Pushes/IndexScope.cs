using Slipway.Model.Values;

namespace Slipway.Model.Pushes;

/// <summary>The part of a namespace that says whose images these are.</summary>
/// <param name="Text"><c>level-3</c>, <c>pr</c> or <c>pr.&lt;id&gt;</c>.</param>
/// <param name="Level">The level; null for a pull request's scope.</param>
public readonly record struct IndexScope(string Text, Level? Level)
{
    private const string LevelPrefix = "level-";
    private const string Requests = "pr";
    private const string RequestPrefix = $"{Requests}.";

    private bool IsPullRequest => Text == Requests || Text.StartsWith(RequestPrefix, StringComparison.Ordinal);

    public static IndexScope Of(Level level) => new($"{LevelPrefix}{level}", level);

    /// <summary>The scope of a push: that of its pull request, if it is one, and no level's then.</summary>
    public static IndexScope Of(Level level, string? pullRequest) =>
        pullRequest is null ? Of(level) : PullRequest(pullRequest);

    /// <param name="id">The request's id; null for the scope that all requests share.</param>
    public static IndexScope PullRequest(string? id) => new(id is null ? Requests : RequestPrefix + id, null);

    /// <summary>Whether what <paramref name="builder"/> made may be used under this scope.</summary>
    /// <remarks>
    /// A level takes what its own and higher levels built, and never what a pull request did. A pull request takes what
    /// any level built, and its own: another request's only where all of them share one scope.
    /// </remarks>
    public bool Trusts(IndexScope builder) =>
        Level is { } level ? builder.Level is { } built && built >= level
        : builder.Level is not null || builder == this || (this == PullRequest(null) && builder.IsPullRequest);

    /// <summary>Reads the text of a scope.</summary>
    public static IndexScope Parse(string text) =>
        text.StartsWith(LevelPrefix, StringComparison.Ordinal)
        && Values.Level.TryParse(text[LevelPrefix.Length..], out var level)
            ? Of(level)
            : new IndexScope(text, null);

    public override string ToString() => Text;
}
