using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Access;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Images;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Reads the entries that tags lead to, and remembers whose images they are.</summary>
/// <param name="registry">The registry.</param>
/// <param name="known">Is told where images are.</param>
/// <param name="warn">Called once for each repository that may not be read.</param>
internal sealed class TagReader(IImageRegistry registry, KnownImages known, Action<Diagnostic> warn)
{
    // Bytes; packed logs of builds have some hundred kilobytes.
    private const long LargestDocument = 256 * 1024 * 1024;

    private readonly ConcurrentDictionary<IndexNamespace, IndexEntry> _seen = new();
    private readonly ConcurrentDictionary<RepositoryName, bool> _denied = new();
    private readonly ConcurrentDictionary<string, bool> _ignored = new();

    /// <summary>What was last read for a namespace, expired or not; null when nothing was.</summary>
    public IndexEntry? Seen(IndexNamespace ns) => _seen.GetValueOrDefault(ns);

    /// <summary>The repositories in which an image of a digest was seen.</summary>
    public IEnumerable<RepositoryName> RepositoriesOf(InputsDigest digest) =>
        _seen.Values
            .Where(entry => entry.Digest == digest)
            .SelectMany(entry => known.Find(entry.Build))
            .Select(image => image.Repository)
            .Distinct();

    /// <summary>The places that were seen to lead to a build.</summary>
    public IEnumerable<SharedPlace> PlacesOf(BuildId build, SharedLayout layout) =>
        _seen.Values
            .Where(entry => entry.Build == build)
            .Select(entry => layout.Find(entry.Namespace))
            .OfType<SharedPlace>();

    /// <summary>Asks the registry for a tag.</summary>
    public async Task<RegistryManifest?> AskAsync(SharedPlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(place.Reference, cancellationToken);
        }
        catch (SlipwayException failure) when (Denial.Is(failure))
        {
            Deny(place.Repository, failure);
            return null;
        }
    }

    /// <summary>
    /// The manifest of a name; null when there is none, or none that can be read: whoever may write to one repository
    /// can put anything there, and must not stop those who read all of them.
    /// </summary>
    public async Task<RegistryManifest?> FindAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.FindManifestAsync(reference, cancellationToken);
        }
        catch (SlipwayException failure) when (Unreadable.Is(failure))
        {
            Ignore(reference.ToString(), failure);
            return null;
        }
    }

    /// <summary>What is said of a manifest, as far as it can be read.</summary>
    public async Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ListReferrersAsync(repository, subject, cancellationToken);
        }
        catch (SlipwayException failure) when (Unreadable.Is(failure))
        {
            Ignore($"{repository}:{SharedTags.OfReferrers(subject)}", failure);
            return [];
        }
    }

    /// <summary>The bytes of a document that explains a build; null when they cannot be had.</summary>
    public async Task<byte[]?> ReadAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken)
    {
        if (blob.Size > LargestDocument)
        {
            return null;
        }

        try
        {
            using var content = new MemoryStream();
            await registry.CopyBlobAsync(repository, blob, content, null, cancellationToken);
            return content.ToArray();
        }
        catch (SlipwayException failure)
            when (Unreadable.Is(failure) || failure.Diagnostics[0].Code == RegistryCodes.NotFound)
        {
            Ignore($"{repository}@{blob.Digest.ToOciString()}", failure);
            return null;
        }
    }

    /// <summary>The tags of a repository; none of one that may not be read.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ListTagsAsync(repository, cancellationToken);
        }
        catch (SlipwayException failure) when (Denial.Is(failure))
        {
            Deny(repository, failure);
            return [];
        }
    }

    /// <summary>The entry that a manifest is; null when it is none.</summary>
    public IndexEntry? Read(SharedPlace place, RegistryManifest? manifest)
    {
        if (manifest is null
            || SharedManifest.Read(manifest) is not { } document
            || EntryAnnotations.Read(document, place) is not { } entry)
        {
            _seen.TryRemove(place.Namespace, out _);
            return null;
        }

        known.Add(entry.Build, new SharedImage(place.Repository, document));
        _seen[place.Namespace] = entry;
        return entry;
    }

    /// <summary>The entry that a tag leads to.</summary>
    public async Task<IndexEntry?> FindAsync(SharedPlace place, CancellationToken cancellationToken) =>
        Read(place, await AskAsync(place, cancellationToken));

    private void Ignore(string what, SlipwayException failure)
    {
        if (_ignored.TryAdd(what, true))
        {
            warn(new Diagnostic(
                SharingCodes.Unreadable,
                $"{what} cannot be read, so it counts as not there: {failure.Diagnostics[0].Message}",
                "Find out who pushed it: only whoever may write to that repository can have.",
                Severity: Severity.Warning));
        }
    }

    // Some registries deny what does not exist, so it cannot be told apart from what others may read.
    private void Deny(RepositoryName repository, SlipwayException failure)
    {
        if (_denied.TryAdd(repository, true))
        {
            warn(new Diagnostic(
                SharingCodes.ReadingDenied,
                $"{repository} may not be read, so what it has counts as not found: "
                + failure.Diagnostics[0].Message,
                "Give these credentials the right to pull from it; a registry may also deny what does not exist yet.",
                Severity: Severity.Warning));
        }
    }
}
