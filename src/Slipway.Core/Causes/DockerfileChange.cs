using System.Collections.Immutable;

namespace Slipway.Core.Causes;

/// <summary>How a Dockerfile changed, on disk.</summary>
/// <param name="Before">Its text then.</param>
/// <param name="After">Its text now.</param>
/// <param name="Lines">The lines that differ.</param>
public sealed record DockerfileChange(string Before, string After, ImmutableArray<ChangedLine> Lines)
{
    /// <summary>Whether the file is what it was, and only values of arguments that it contains are others.</summary>
    public bool FollowsFromArguments => Before == After;
}
