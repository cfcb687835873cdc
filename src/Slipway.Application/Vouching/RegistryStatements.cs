using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>Statements beside the images of a repository, where cosign 3 looks for them too.</summary>
/// <remarks>
/// Each is a manifest of its own whose subject is the image. Registries without the list of referrers have an index
/// under a tag in its place, from which two writers at once lose what one of them added; so each statement has a tag
/// of its own besides, and the index is made whole again from those.
/// </remarks>
/// <param name="registry">The registries.</param>
/// <param name="repository">Where the images are.</param>
internal sealed class RegistryStatements(IImageRegistry registry, RepositoryName repository) : IStatementSource
{
    private const string TagPart = ".slipway-";
    private const int TagDigits = 32;

    // Tags that lead to no statement cost a question each.
    private const int MostLooks = 10 * StatementVerifier.MostStatements;

    // Far more often than writers meet by chance. What is not listed then is found by its tag all the same.
    private const int MostRounds = 50;

    // What may lie beside an image and is no statement that can be read.
    private static readonly ImmutableArray<DiagnosticCode> Unreadable =
    [
        RegistryCodes.DocumentInvalid, RegistryCodes.NotFound, RegistryCodes.DigestMismatch, RegistryCodes.TooLarge,
    ];

    // What files that are being replaced look like through registries that do not replace them at once.
    private static readonly ImmutableArray<DiagnosticCode> Meanwhile =
    [
        .. Unreadable, RegistryCodes.RequestRefused, RegistryCodes.ServerFailed,
    ];

    /// <summary>Told what was left unread; null where nobody hears it.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Puts a statement about an image of the repository.</summary>
    /// <param name="subject">The image's manifest.</param>
    /// <param name="statement">The bytes of a bundle.</param>
    /// <param name="made">When it was made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was missing.</returns>
    public async Task<bool> PutAsync(
        OciDescriptor subject,
        ReadOnlyMemory<byte> statement,
        DateTimeOffset made,
        CancellationToken cancellationToken)
    {
        bool isMissing = await PlaceAsync(subject.Digest, statement, made, subject, cancellationToken);
        await CompleteAsync(subject.Digest, cancellationToken);
        return isMissing;
    }

    /// <summary>Puts a statement about an image that is not in the repository, such as a parent.</summary>
    /// <returns>Whether it was missing.</returns>
    public Task<bool> PutAsideAsync(
        Sha256Digest subject,
        ReadOnlyMemory<byte> statement,
        DateTimeOffset made,
        CancellationToken cancellationToken) => PlaceAsync(subject, statement, made, null, cancellationToken);

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var listed = new HashSet<ImageReference>();
        SlipwayException? denied = null;
        try
        {
            foreach (var referrer in await registry.ListReferrersAsync(repository, subject, cancellationToken))
            {
                if (referrer.ArtifactType is null or SigstoreBundle.MediaType)
                {
                    listed.Add(new ImageReference(repository, null, new RepoDigest(referrer.Descriptor.Digest)));
                }
            }
        }
        catch (SlipwayException problem) when (IsDenied(problem))
        {
            denied = problem;
        }

        // Anybody may have laid more beside it: what is listed does not take the room of what has a tag of its own.
        var known = listed
            .Select(reference => TagOf(subject, reference.RepoDigest!.Value.Sha256))
            .ToHashSet(StringComparer.Ordinal);
        var tagged = (await OwnTagsAsync(subject, cancellationToken))
            .Where(tag => !known.Contains(tag))
            .Select(tag => new ImageReference(repository, tag, null));
        var bundles = new HashSet<OciDescriptor>();
        await AddBundlesAsync(bundles, listed, subject, cancellationToken);
        await AddBundlesAsync(bundles, tagged, subject, cancellationToken);
        var found = new Dictionary<Sha256Digest, ReadOnlyMemory<byte>>();
        foreach (var bundle in StatementBudget.Choose(bundles, repository, Tell))
        {
            if (await ReadAsync(bundle, cancellationToken) is { } statement)
            {
                found[bundle.Digest] = statement;
            }
        }

        // What has a tag of its own can vouch alone; but that there is nothing, nobody said who may not list it.
        if (found.Count == 0 && denied is not null)
        {
            throw denied;
        }

        return [.. found.OrderBy(statement => statement.Key).Select(statement => statement.Value)];
    }

    /// <summary>Finds bundles, up to a number of them and of what is none.</summary>
    private async Task AddBundlesAsync(
        HashSet<OciDescriptor> bundles,
        IEnumerable<ImageReference> references,
        Sha256Digest subject,
        CancellationToken cancellationToken)
    {
        int found = 0;
        foreach (var reference in references.Take(MostLooks))
        {
            if (await FindBundleAsync(reference, subject, cancellationToken) is { } bundle)
            {
                bundles.Add(bundle);
                if (++found == StatementVerifier.MostStatements)
                {
                    break;
                }
            }
        }
    }

    private async Task<OciDescriptor?> FindBundleAsync(
        ImageReference reference, Sha256Digest subject, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.FindManifestAsync(reference, cancellationToken) is { } manifest
                && (reference.Tag is null || reference.Tag == TagOf(subject, manifest.Descriptor.Digest))
                    ? BundleOf(manifest, subject)
                    : null;
        }
        catch (SlipwayException problem) when (Unreadable.Contains(problem.Diagnostics[0].Code))
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(OciDescriptor bundle, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ReadBlobAsync(repository, bundle, cancellationToken);
        }
        catch (SlipwayException problem) when (Unreadable.Contains(problem.Diagnostics[0].Code))
        {
            return null;
        }
    }

    /// <summary>The blob of a manifest that holds a statement about an image; null for other manifests.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="subject">The image.</param>
    /// <param name="mustName">Whether it has to name the image; those that lie aside only have a tag.</param>
    private static OciDescriptor? BundleOf(RegistryManifest manifest, Sha256Digest subject, bool mustName = false)
    {
        if (OciMediaTypes.IsIndex(manifest.Descriptor.MediaType))
        {
            return null;
        }

        // The client has read it before: it is JSON, and its descriptors are whole.
        using var document = JsonDocument.Parse(manifest.Content);
        var root = document.RootElement;
        bool isNamed = root.TryGetProperty("subject", out var about);
        if (mustName && !isNamed)
        {
            return null;
        }

        if (isNamed
            && (about.ValueKind != JsonValueKind.Object
                || !about.TryGetProperty("digest", out var digest)
                || digest.ValueKind != JsonValueKind.String
                || digest.GetString() != subject.ToOciString()))
        {
            return null;
        }

        var layers = root.GetProperty("layers");
        return layers.GetArrayLength() == 1
            && layers[0] is var layer
            && layer.GetProperty("mediaType").GetString() == SigstoreBundle.MediaType
            && layer.GetProperty("size").GetInt64() <= SigstoreBundle.MaximumSize
                ? new OciDescriptor(
                    SigstoreBundle.MediaType,
                    Sha256Digest.Parse(layer.GetProperty("digest").GetString()),
                    layer.GetProperty("size").GetInt64())
                : null;
    }

    private async Task<bool> PlaceAsync(
        Sha256Digest about,
        ReadOnlyMemory<byte> statement,
        DateTimeOffset made,
        OciDescriptor? subject,
        CancellationToken cancellationToken)
    {
        var blob = SmallBlob.Of(SigstoreBundle.MediaType, statement);
        // https://github.com/sigstore/cosign/blob/v3.0.2/pkg/oci/remote/write.go
        var annotations = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("dev.sigstore.bundle.content", "dsse-envelope")
            .Add("dev.sigstore.bundle.predicateType", ProvenanceWords.PredicateType)
            .Add(
                "org.opencontainers.image.created",
                made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        var manifest = ImageManifestWriter.Write(
            SmallBlob.Empty.Descriptor, [blob.Descriptor], annotations, SigstoreBundle.MediaType, subject);
        string tag = TagOf(about, manifest.Descriptor.Digest);
        if (await FindBundleAsync(new ImageReference(repository, tag, null), about, cancellationToken) is { } bundle
            && await ReadAsync(bundle, cancellationToken) is { } there
            && there.Span.SequenceEqual(statement.Span))
        {
            return false;
        }

        await SmallBlob.Empty.PlaceAsync(registry, repository, cancellationToken);
        await blob.PlaceAsync(registry, repository, cancellationToken);
        await registry.PutManifestAsync(repository, tag, manifest, cancellationToken);
        return true;
    }

    /// <summary>
    /// Lists what is there, and again what other writers lost. Whoever writes last looks once more, and sees every tag
    /// that was made before; and whoever makes a tag after that writes after that.
    /// </summary>
    private async Task CompleteAsync(Sha256Digest subject, CancellationToken cancellationToken)
    {
        for (int round = 1; round <= MostRounds; round++)
        {
            try
            {
                var (missing, isDenied) = await MissingAsync(subject, cancellationToken);
                if (missing.Count == 0
                    || !await registry.ListUnderAsync(repository, subject, missing, cancellationToken)
                    || isDenied)
                {
                    return;
                }
            }
            catch (SlipwayException problem)
                when (round < MostRounds && Meanwhile.Contains(problem.Diagnostics[0].Code))
            {
                // Another writer is just about to replace the index, or a link of it.
            }
        }
    }

    /// <summary>
    /// What has a tag of its own, and is not listed; and whether what is listed may not be seen, so that looking again
    /// would say the same.
    /// </summary>
    private async Task<(List<RegistryManifest> Missing, bool IsDenied)> MissingAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        bool isDenied = false;
        HashSet<string> listed = [];
        try
        {
            listed = (await registry.ListReferrersAsync(repository, subject, cancellationToken))
                .Select(referrer => TagOf(subject, referrer.Descriptor.Digest))
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (SlipwayException problem) when (IsDenied(problem))
        {
            isDenied = true;
        }

        var missing = new List<RegistryManifest>();
        foreach (string tag in await OwnTagsAsync(subject, cancellationToken))
        {
            if (!listed.Contains(tag)
                && await registry.FindManifestAsync(
                    new ImageReference(repository, tag, null), cancellationToken) is { } manifest
                && tag == TagOf(subject, manifest.Descriptor.Digest)
                && BundleOf(manifest, subject, mustName: true) is not null)
            {
                missing.Add(manifest);
            }
        }

        return (missing, isDenied);
    }

    private static bool IsDenied(SlipwayException problem) =>
        problem.Diagnostics[0].Code == RegistryCodes.Denied;

    private async Task<IEnumerable<string>> OwnTagsAsync(Sha256Digest subject, CancellationToken cancellationToken)
    {
        string beginning = BeginningOf(subject);
        return (await registry.ListTagsAsync(repository, cancellationToken))
            .Where(tag => tag.StartsWith(beginning, StringComparison.Ordinal));
    }

    private static string TagOf(Sha256Digest subject, Sha256Digest manifest) =>
        BeginningOf(subject) + manifest.ToString()[..TagDigits];

    private static string BeginningOf(Sha256Digest subject) => $"sha256-{subject}{TagPart}";
}
