using Slipway.Model.Registries;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;

namespace Slipway.Sharing.Retention;

/// <summary>What a tag leads to that says that there is nothing: the same manifest everywhere.</summary>
internal static class Tombstone
{
    public static RegistryManifest Manifest { get; } = ImageManifestWriter.Write(
        SmallBlob.Empty.Descriptor,
        [SmallBlob.Empty.Descriptor],
        EntryAnnotations.OfRemoved,
        EntryWriter.EntryType,
        null);

    /// <summary>
    /// Whether those of a repository may go: all of them are one manifest, and a <c>latest</c> that a person took away
    /// the dates of pushes would bring back. What pull requests build has none.
    /// </summary>
    /// <param name="latest">What <c>latest</c> leads to; null when there is none.</param>
    public static bool MayGo(RegistryManifest? latest) =>
        latest is null || SharedManifest.Read(latest) is { IsImage: true };

    public static ImageReference In(RepositoryName repository) => new(repository, null, Manifest.RepoDigest);
}
