using Slipway.Application.Backends;
using Slipway.Core.Lookup;
using Slipway.Model.Configuration;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Sharing;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Where images are found and come from, as the settings or the tree choose it. Opens nothing before it is
/// asked.</summary>
internal abstract class ChosenBackend
{
    /// <summary>What images are looked up in: what others share, and what was built here.</summary>
    public abstract IImageIndex Index { get; }

    /// <summary>The index that is shared with others; the store's own when nothing is.</summary>
    public abstract IImageIndex SharedIndex { get; }

    /// <summary>Where the images of what is found there come from.</summary>
    public abstract IImageSource Source { get; }

    /// <summary>What is asked besides the store of this machine, for people; null when nothing is.</summary>
    public virtual string? Place => null;

    /// <summary>The registry that machines share; null when images are found elsewhere.</summary>
    public virtual SharedBackend? Registry => null;

    public static ChosenBackend Of(BackendKind kind, WorkspaceParts parts) => kind switch
    {
        BackendKind.Taskcluster => new OfTaskcluster(parts),
        BackendKind.Registry => new OfRegistry(parts),
        _ => new OfStore(parts),
    };

    private sealed class OfStore(WorkspaceParts parts) : ChosenBackend
    {
        public override IImageIndex Index => parts.LocalIndex;

        public override IImageIndex SharedIndex => parts.Store.Index;

        public override IImageSource Source => parts.StoreToRead.Images;
    }

    private sealed class OfTaskcluster(WorkspaceParts parts) : ChosenBackend
    {
        public override IImageIndex Index => new LayeredIndex(SharedIndex, parts.LocalIndex, () => false);

        public override IImageIndex SharedIndex => parts.Taskcluster.Index;

        public override IImageSource Source => new TaskImages(
            parts.Taskcluster.Queue,
            parts.Taskcluster.Artifacts,
            parts.StoreToRead.Images,
            parts.Clock,
            problem => parts.Warn([problem]),
            parts.Guards.Chains);

        public override string Place => $"the index of {parts.Taskcluster.Address}";
    }

    private sealed class OfRegistry(WorkspaceParts parts) : ChosenBackend
    {
        public override IImageIndex Index => new LayeredIndex(
            SharedIndex, parts.LocalIndex, () => Registry.Sharing.IsShared);

        public override IImageIndex SharedIndex => Registry.Index;

        public override IImageSource Source => Registry.Source;

        public override string Place => Registry.Address;

        public override SharedBackend Registry => parts.Shared;
    }
}
