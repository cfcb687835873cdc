using System.Collections.Immutable;

namespace Slipway.Core.Causes;

/// <summary>A change of an image's inputs, and where in the tree it happened.</summary>
/// <param name="Origin">Where the file comes from; null for what is no file,
/// and where nothing is known of the tree.</param>
public sealed record LocatedChange(InputChange Change, FileOrigin? Origin)
{
    /// <summary>How the Dockerfile changed, when it did and its former text is to be had.</summary>
    public DockerfileChange? Dockerfile { get; init; }

    /// <summary>Whether it is no cause: a Dockerfile that only contains another value of an argument.</summary>
    public bool IsConsequence => Dockerfile?.FollowsFromArguments == true;
}

/// <summary>A line that differs between two texts.</summary>
/// <param name="Number">Its number in the later text, from 1; for a line that is gone,
/// that of the line before which it stood.</param>
/// <param name="Before">What it was; null for a new line.</param>
/// <param name="After">What it is; null for a line that is gone.</param>
public sealed record ChangedLine(int Number, string? Before, string? After);

/// <summary>How a Dockerfile changed, on disk.</summary>
/// <param name="Before">Its text then.</param>
/// <param name="After">Its text now.</param>
/// <param name="Lines">The lines that differ.</param>
public sealed record DockerfileChange(string Before, string After, ImmutableArray<ChangedLine> Lines)
{
    /// <summary>Whether the file is what it was, and only values of arguments that it contains are others.</summary>
    public bool FollowsFromArguments => Before == After;
}
