using System.Collections.Concurrent;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>
/// What documents hold that stay when others are deleted: a registry has the same bytes once, and frees only what none
/// of them has.
/// </summary>
internal sealed class StayingParts(Inventory inventory)
{
    /// <param name="staying">The tags of what stays.</param>
    /// <param name="going">The manifests that are deleted.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<HashSet<Sha256Digest>> FindAsync(
        IReadOnlyCollection<(RepositoryName Repository, string Tag)> staying,
        HashSet<ImageReference> going,
        CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Sha256Digest>(staying
            .Select(document => SharedTags.InputsOf(document.Tag))
            .OfType<InputsDigest>()
            .Select(digest => digest.Sha256)
            .Append(SmallBlob.Empty.Descriptor.Digest));
        // Two engines may have printed the same; a record has the id of its build in it.
        await Questions.AskAsync(
            staying.Where(document => SharedTags.LogOf(document.Tag) is not null),
            async (document, token) =>
            {
                if (await inventory.FindAsync(document.Repository, document.Tag, token) is { } manifest)
                {
                    AddParts(found, manifest);
                }
            },
            cancellationToken);
        // Whoever was killed before an image had a name has left what explains it in a list alone.
        await Questions.AskAsync(
            staying.Where(document => SharedTags.SubjectOf(document.Tag) is not null),
            async (document, token) =>
            {
                foreach (var referrer in await inventory.ListReferrersAsync(
                    document.Repository, SharedTags.SubjectOf(document.Tag)!.Value, token))
                {
                    if (await inventory.FindAsync(document.Repository, referrer.Descriptor.Digest, token)
                        is { } manifest
                        && !going.Contains(new ImageReference(document.Repository, null, manifest.RepoDigest)))
                    {
                        AddParts(found, manifest);
                    }
                }
            },
            cancellationToken);
        return [.. found];
    }

    private static void AddParts(ConcurrentBag<Sha256Digest> found, RegistryManifest manifest)
    {
        foreach (var part in Holding.PartsOf(manifest))
        {
            found.Add(part.Digest);
        }
    }
}
