using System.Collections.Immutable;

namespace Slipway.Core.Dockerfiles;

/// <summary>For each line of a text made of another, the line of that one that it is from.</summary>
/// <param name="Lines">From 1; of what was put in, the line that brought it.</param>
public sealed record LineOrigins(ImmutableArray<int> Lines)
{
    /// <summary>The line that a line is from; null for one that the text does not have.</summary>
    /// <param name="line">From 1.</param>
    public int? Of(int line) => line >= 1 && line <= Lines.Length ? Lines[line - 1] : null;

    /// <summary>The way from a text that was made of this one to what this one is from.</summary>
    public LineOrigins Before(LineOrigins later) =>
        new([.. later.Lines.Select(line => Of(line) ?? Lines.LastOrDefault(1))]);
}
