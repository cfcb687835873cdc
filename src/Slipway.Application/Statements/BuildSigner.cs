using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Published;
using Slipway.Application.Pushes;
using Slipway.Application.Signing;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Placing;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Application.Statements;

/// <summary>Signs what was built and what is published. The key was found before anything is built.</summary>
public sealed class BuildSigner : IImageSigner
{
    private readonly WorkspaceParts _parts;
    private readonly Attester _attester;

    // Which images this command signed, whenever in its course.
    private readonly ConcurrentDictionary<ImageHash, bool> _now = new();

    private BuildSigner(WorkspaceParts parts, Attester attester) => (_parts, _attester) = (parts, attester);

    /// <exception cref="SlipwayException">There is no key, or it cannot be used.</exception>
    internal static async Task<BuildSigner> FindAsync(
        WorkspaceParts parts, SigningRequest request, CancellationToken cancellationToken)
    {
        var finder = new SignerFinder(parts);
        var signer = await finder.FindAsync(request, cancellationToken);
        await WarnOfUnlistedAsync(parts, signer.Key, cancellationToken);
        return new BuildSigner(parts, new Attester(parts, signer, finder.BuilderOf(request)));
    }

    // Where no policy is in force, others may have one.
    private static async Task WarnOfUnlistedAsync(
        WorkspaceParts parts, VerifyingKey key, CancellationToken cancellationToken)
    {
        if (await parts.Policies.FindAsync(cancellationToken) is { } inForce
            && !inForce.Policy.Signers.Any(signer => signer.Key.Equals(key) && !signer.IsRevoked))
        {
            parts.Warn([new Diagnostic(
                TrustCodes.SigningKeyUnlisted,
                $"{inForce.Place} lists no signer with the key that signs now, or has it revoked: what it signs counts "
                    + "for nobody who goes by that policy",
                "Sign with a key that is listed below 'signers:', or have this one listed there.",
                Severity: Severity.Warning)]);
        }
    }

    /// <summary>Signs every image that is there after a build and was built by this store.</summary>
    /// <exception cref="SlipwayException">Signing failed.</exception>
    public async Task<SignedImages> SignAsync(
        ImmutableArray<ImageOutcome> outcomes, CancellationToken cancellationToken)
    {
        var built = new List<(ImageName Name, BuildRecord Record, StoredImage Image)>();
        var signed = SignedImages.None with { IsWhole = outcomes.All(outcome => outcome.IsAvailable) };
        foreach (var outcome in outcomes.Where(outcome => outcome.IsAvailable))
        {
            var name = outcome.Planned.Name;
            if (await _parts.Store.Builds.FindAsync(outcome.Build!.Value, cancellationToken) is not { } record
                || await _parts.UnvouchedSource.FetchAsync(outcome.Image!, null, cancellationToken) is not { } image)
            {
                if (await IsSignedByOthersAsync(outcome.Image!, cancellationToken))
                {
                    signed = signed with { ByOthers = signed.ByOthers.Add(name) };
                    continue;
                }

                _parts.Warn([NotHere($"The image of {name} was not built by this store, which does not sign it") with
                {
                    Severity = Severity.Warning,
                }]);
                continue;
            }

            built.Add((name, record, image));
        }

        await RequireAsync(built.Select(one => (one.Record, one.Image)), cancellationToken);
        foreach (var (name, record, image) in built)
        {
            await SignAsync(record, image, cancellationToken);
            signed = signed.With(name, _now.ContainsKey(image.ImageHash));
        }

        return signed;
    }

    /// <inheritdoc/>
    public async Task RequireAsync(
        IEnumerable<(BuildRecord Record, StoredImage Image)> builds, CancellationToken cancellationToken)
    {
        foreach (var (record, image) in builds)
        {
            await _attester.RequireAsync(record, image, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task SignAsync(BuildRecord record, StoredImage image, CancellationToken cancellationToken)
    {
        if (await AttestAsync(record, image, cancellationToken) is { IsNew: false, IsLaid: true }
            && !_now.ContainsKey(image.ImageHash))
        {
            _parts.Feedback.Note(
                $"What was signed about {record.Image} was missing in the registry, and was laid there again.");
        }
    }

    /// <summary>Signs what was published, and puts the statements beside the images.</summary>
    /// <param name="pushed">What was published; what was there before is asked for apart.</param>
    /// <param name="images">The images.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">Signing failed, or the registry did.</exception>
    public async Task<SignedImages> SignAsync(
        ImmutableArray<PushedImage> pushed,
        IReadOnlyDictionary<ImageName, StoredImage> images,
        CancellationToken cancellationToken)
    {
        var signed = SignedImages.None;
        foreach (var one in pushed.Where(one => one.Manifest is not null))
        {
            var made = await PublishAsync(
                one.Planned.Candidate.Target.Repository,
                one.Manifest!.Descriptor,
                images[one.Name],
                cancellationToken);
            signed = signed.With(one.Name, made.IsNew);
        }

        return signed;
    }

    /// <summary>Signs what was published before, when this store built it and nobody did.</summary>
    /// <param name="reference">Where it is, by its digest.</param>
    /// <param name="published">What is there; its layers are those of its config.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was signed now; else it had been.</returns>
    /// <exception cref="SlipwayException">It is not signed and cannot be here, or signing failed.</exception>
    internal async Task<bool> SignPublishedAsync(
        ImageReference reference, PublishedImage published, CancellationToken cancellationToken)
    {
        var beside = new RegistryStatements(_parts.Registry, reference.Repository);
        if ((await beside.FindAsync(published.RepoDigest.Sha256, cancellationToken))
            .Any(statement => _attester.IsOwn(statement, published)))
        {
            return false;
        }

        if (await _parts.Registry.FindManifestAsync(
                reference with { Tag = null }, cancellationToken) is { } manifest
            && await _parts.Store.Images.FindAsync(published.ImageHash, cancellationToken) is { } image
            && await FindRecordAsync(image.ImageHash, null, cancellationToken) is { } record)
        {
            record = await RequireWrittenAsync(reference, published, manifest, record, cancellationToken);
            await PublishAsync(reference.Repository, manifest.Descriptor, record, image, cancellationToken);
            return true;
        }

        throw new SlipwayException(new Diagnostic(
            TrustCodes.PublishedUnsigned,
            $"{reference} was published before, and this key has not signed it; this store did not build it, so it is "
            + "not signed here either",
            "Sign it where it was built, with 'slipway trust attest', or publish the build of this store under a new "
            + "version."));
    }

    /// <summary>Signs an image of the store.</summary>
    /// <param name="image">The image.</param>
    /// <param name="inputs">What it has to have been built from; null where nobody said it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It was not built here, or signing failed.</exception>
    internal async Task<SignedStatement> SignAsync(
        StoredImage image, InputsDigest? inputs, CancellationToken cancellationToken) =>
        await AttestAsync(await RecordAsync(image.ImageHash, inputs, cancellationToken), image, cancellationToken);

    /// <summary>Signs an image of a registry that was built here, and puts the statement beside it.</summary>
    /// <param name="reference">What it is called.</param>
    /// <param name="published">What is there; its layers are those of its config.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="image">The image in the store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It was not built or not written here, signing failed, or the registry did.
    /// </exception>
    internal async Task<SignedStatement> AttestPublishedAsync(
        ImageReference reference,
        PublishedImage published,
        RegistryManifest manifest,
        StoredImage image,
        CancellationToken cancellationToken)
    {
        var record = await RequireWrittenAsync(
            reference,
            published,
            manifest,
            await RecordAsync(image.ImageHash, null, cancellationToken),
            cancellationToken);
        return await PublishAsync(reference.Repository, manifest.Descriptor, record, image, cancellationToken);
    }

    // Several builds may have made the image; one of them is what the manifest speaks of.
    private async Task<BuildRecord> RequireWrittenAsync(
        ImageReference reference,
        PublishedImage published,
        RegistryManifest manifest,
        BuildRecord newest,
        CancellationToken cancellationToken)
    {
        string? ForeignTo(BuildRecord record) =>
            WrittenManifest.FindForeign(manifest, record, PushAnnotations.Of(record));
        if (ForeignTo(newest) is not { } foreign)
        {
            return newest;
        }

        foreach (var record in await TrustedAsync(published.ImageHash, null, cancellationToken))
        {
            if (ForeignTo(record) is null && await _parts.Store.Builds.IsSealedAsync(record, cancellationToken))
            {
                return record;
            }
        }

        throw PublishedLayers.Foreign(reference, published, foreign);
    }

    private async Task<SignedStatement> PublishAsync(
        RepositoryName repository, OciDescriptor manifest, StoredImage image, CancellationToken cancellationToken) =>
        await PublishAsync(
            repository,
            manifest,
            await RecordAsync(image.ImageHash, null, cancellationToken),
            image,
            cancellationToken);

    private async Task<SignedStatement> PublishAsync(
        RepositoryName repository,
        OciDescriptor manifest,
        BuildRecord record,
        StoredImage image,
        CancellationToken cancellationToken)
    {
        var (statement, isNew) = await _attester.AttestAsync(
            record, image, new StatementSubject(repository.ToString(), manifest.Digest), cancellationToken);
        var beside = new RegistryStatements(_parts.Registry, repository);
        bool isLaid = await beside.PutAsync(manifest, statement, record.Finished, cancellationToken);
        isLaid |= await _parts.ParentStatements.PutAsync(beside, record, cancellationToken);
        return new SignedStatement(statement, isNew, isLaid);
    }

    private async Task<SignedStatement> AttestAsync(
        BuildRecord record, StoredImage image, CancellationToken cancellationToken)
    {
        var (statement, isNew) = await _attester.AttestAsync(record, image, null, cancellationToken);
        if (isNew)
        {
            _now[image.ImageHash] = true;
        }

        if (_parts.SharedIfAny is not { Sharing.IsShared: true } shared || _parts.Carrier is not { } carrier)
        {
            return new SignedStatement(statement, isNew, IsLaid: false);
        }

        foreach (var (repository, place) in shared.PlacesOf(image.ImageHash).Distinct().ToList())
        {
            isNew |= await AttestSharedAsync(record, image, repository, place, cancellationToken);
        }

        // Where others have the image already they get what was signed about it, too.
        bool isLaid = await carrier.CarryAsync(image.ImageHash, record, cancellationToken);
        return new SignedStatement(statement, isNew, isLaid);
    }

    // Whose images are not asked for here, of those nobody knows who signed them.
    private async Task<bool> IsSignedByOthersAsync(BuiltImage image, CancellationToken cancellationToken) =>
        image.ImageHash is not null
        && await _parts.Guards.Statements.IsVouchedForAsync(new UsedImage(image), cancellationToken);

    // What is there may have been put there by anybody, and then is not what was built.
    private async Task<bool> AttestSharedAsync(
        BuildRecord record,
        StoredImage image,
        RepositoryName repository,
        OciDescriptor place,
        CancellationToken cancellationToken)
    {
        var reference = new ImageReference(repository, null, new RepoDigest(place.Digest));
        if (await _parts.Registry.FindManifestAsync(reference, cancellationToken) is not { } manifest)
        {
            return false;
        }

        // Slipway wrote it if it is what it seems to be, so that nothing has to be downloaded to know it.
        if (!await new ManifestProof(_parts.Store.Images).IsOfAsync(manifest, image, cancellationToken))
        {
            _parts.Warn([Foreign(repository, place) with { Severity = Severity.Warning }]);
            return false;
        }

        var subject = new StatementSubject(repository.ToString(), place.Digest);
        return (await _attester.AttestAsync(record, image, subject, cancellationToken)).IsNew;
    }

    private async Task<BuildRecord> RecordAsync(
        ImageHash image, InputsDigest? inputs, CancellationToken cancellationToken) =>
        await FindRecordAsync(image, inputs, cancellationToken)
        ?? throw new SlipwayException(NotHere(
            $"No build of this store made the image {image.ToOciString()}"
            + (inputs is { } asked ? $" of the inputs {asked.Short}" : string.Empty)));

    private async Task<BuildRecord?> FindRecordAsync(
        ImageHash image, InputsDigest? inputs, CancellationToken cancellationToken)
    {
        BuildRecord? newest = null;
        foreach (var record in await TrustedAsync(image, inputs, cancellationToken))
        {
            if (await _parts.Store.Builds.IsSealedAsync(record, cancellationToken))
            {
                return record;
            }

            newest ??= record;
        }

        return newest;
    }

    private async Task<IEnumerable<BuildRecord>> TrustedAsync(
        ImageHash image, InputsDigest? inputs, CancellationToken cancellationToken) =>
        (await _parts.Store.Builds.ListByImageAsync(image, cancellationToken))
        .Where(record => _parts.Push.Scope.Trusts(record.Scope) && (inputs is null || record.Digest == inputs));

    private static Diagnostic NotHere(string message) => new(
        TrustCodes.NothingToSign,
        message,
        "Sign on the machine that built it, or build it here: 'slipway build --force --sign'.");

    private static Diagnostic Foreign(RepositoryName repository, OciDescriptor manifest) => new(
        TrustCodes.NothingToSign,
        $"What {repository}@{manifest.Digest.ToOciString()} leads to has the config of an image of this store, and "
            + "not the layers that this store packs: it is not signed",
        "Find out who pushed it; then publish the image from here with 'slipway push', or share it with "
            + "'slipway build --force --sign'.");
}

/// <summary>What came of signing.</summary>
/// <param name="Statement">The bytes of the bundle.</param>
/// <param name="IsNew">Whether something was signed now; else it was, and the statement says the same.</param>
/// <param name="IsLaid">Whether something was missing in a registry that has the image, and was put there.</param>
internal sealed record SignedStatement(ReadOnlyMemory<byte> Statement, bool IsNew, bool IsLaid);
