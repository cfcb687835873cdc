using System.Collections.Immutable;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>
/// How the tasks look that build images: everything in which a dialect's tasks differ from Slipway's own, whose rules
/// these are.
/// </summary>
public class ImageTaskRules
{
    /// <summary>The tasks of Slipway's own dialect.</summary>
    public static readonly ImageTaskRules Slipway = new();

    protected ImageTaskRules()
    {
    }

    /// <summary>Arguments that the task of every image is given besides the image's own.</summary>
    public virtual ImmutableSortedDictionary<string, string> Arguments =>
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Environment variables that the task of every image has besides what it is told to build.</summary>
    public virtual ImmutableSortedDictionary<string, string> Variables =>
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether an image's task that Treeherder does not show has the rank 0 in the index, so that whatever completes
    /// last stands there; else the newest push stands there, unless <c>rank:</c> says otherwise.
    /// </summary>
    public virtual bool RanksByTier => false;

    /// <summary>Whether GitHub shows the tasks of a git repository at the commit.</summary>
    public virtual bool HasChecks => false;

    /// <summary>Whether a task that Treeherder shows links to its push there.</summary>
    public virtual bool LinksTreeherder => false;

    /// <summary>Whether the payload of docker-worker says what its exit codes mean, be it nothing.</summary>
    public virtual bool HasExitStatus => false;

    /// <summary>An image's arguments as its task gets them, a JSON object.</summary>
    /// <param name="arguments">In the order in which they are to stand.</param>
    /// <param name="config">The tree's configuration.</param>
    public virtual string WriteArguments(
        IEnumerable<KeyValuePair<string, string>> arguments, SlipwayConfig config) =>
        throw new NotSupportedException("Arguments are left to the task.");

    /// <summary>What a person reads about a task.</summary>
    /// <param name="images">The names of the images that it builds, separated by commas.</param>
    public virtual string Description(string images) => $"Builds the image {images} for the tasks that run in it";

    /// <summary>The file or folder that a person is shown as the task's source.</summary>
    public virtual RelativePath Source(ImageDefinition image) => image.Folder;

    /// <summary>Where the image that docker-worker builds images in leaves what it built, in its container.</summary>
    public virtual string Output(SlipwayConfig config) => "/workspace/out/image.tar.zst";
}
