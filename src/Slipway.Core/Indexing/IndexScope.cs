using Slipway.Core.Values;

namespace Slipway.Core.Indexing;

/// <summary>The part of a namespace that says whose images these are.</summary>
/// <param name="Text"><c>level-3</c>, <c>pr</c> or <c>pr.&lt;id&gt;</c>.</param>
/// <param name="Level">The level; null for a pull request's scope.</param>
public readonly record struct IndexScope(string Text, Level? Level)
{
    public static IndexScope Of(Level level) => new($"level-{level}", level);

    /// <param name="id">The request's id; null for the scope that all requests share.</param>
    public static IndexScope PullRequest(string? id) => new(id is null ? "pr" : $"pr.{id}", null);

    public override string ToString() => Text;
}
