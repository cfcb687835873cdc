using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;

namespace Slipway.Application.TaskBuilds;

/// <summary>
/// What an image's task works with. The services are asked for when they are needed: a build of local files needs none.
/// </summary>
public sealed record TaskBuildPorts
{
    public required IImageEngine Engine { get; init; }

    /// <summary>Takes in the parents on their way into the engine; of this build alone.</summary>
    public required IImageStore Store { get; init; }

    /// <summary>Makes ids that nobody outside can guess; of this build alone too.</summary>
    public required IStoreSecret Secret { get; init; }

    public required Func<ITaskArtifacts> Artifacts { get; init; }

    public required Func<ITaskQueue> Queue { get; init; }

    /// <summary>
    /// The images of tasks, held against the hashes that their workers wrote down, and brought into
    /// <see cref="Store"/>.
    /// </summary>
    public required Func<IImageSource> Images { get; init; }

    /// <summary>Asks before a parent that was handed in as a file is used; null to ask nobody.</summary>
    internal ParentFileGuard? ParentFiles { get; init; }

    /// <summary>A folder of this build alone, which whoever made it deletes.</summary>
    public required string WorkFolder { get; init; }
}
