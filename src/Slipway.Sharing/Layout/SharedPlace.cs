using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Layout;

/// <summary>Where a namespace of the index is in the registry.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Repository">The repository, whose path says how far what is in it is trusted.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Scope">Whose repository it is: the truth about what is there, whatever its manifests say.</param>
/// <param name="Image">The image; null for a namespace that no template makes.</param>
internal sealed record SharedPlace(
    IndexNamespace Namespace, RepositoryName Repository, string Tag, IndexScope Scope, ImageName? Image)
{
    public ImageReference Reference => new(Repository, Tag, null);

    /// <summary>Whether it is the place of the newest push, which the dates of pushes tell better.</summary>
    public bool IsLatest => Image is not null && Tag == SharedTags.Latest;

    /// <summary>What keeps it apart from all other places.</summary>
    public string Key => $"{Repository}:{Tag}";
}
