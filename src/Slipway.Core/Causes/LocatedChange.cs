namespace Slipway.Core.Causes;

/// <summary>A change of an image's inputs, and where in the tree it happened.</summary>
/// <param name="Change">The change.</param>
/// <param name="Origin">Where the file comes from; null for what is no file, and where nothing is known of the tree.</param>
public sealed record LocatedChange(InputChange Change, FileOrigin? Origin)
{
    /// <summary>How the Dockerfile changed, when it did and its former text is to be had.</summary>
    public DockerfileChange? Dockerfile { get; init; }

    /// <summary>Whether it is no cause: a Dockerfile that only contains another value of an argument.</summary>
    public bool IsConsequence => Dockerfile?.FollowsFromArguments == true;
}
