using System.Collections.Immutable;
using Slipway.Application.Signing;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Statements;

namespace Slipway.Application.Statements;

/// <summary>Says, and signs, what this store knows of a build.</summary>
/// <param name="parts">Has the store and the tree.</param>
/// <param name="signer">Whoever signs.</param>
/// <param name="builder">Who builds, as a URI.</param>
internal sealed class Attester(WorkspaceParts parts, ISigner signer, string builder)
{
    /// <summary>Makes a statement about a build, and keeps it in the store.</summary>
    /// <param name="record">The build.</param>
    /// <param name="image">The image that it made, in the store.</param>
    /// <param name="published">What the image is in a registry; null where it is not about that.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The bytes of the bundle, and whether it was made now; else there was one that says the same.</returns>
    /// <exception cref="SlipwayException">The record does not say what it was built on; signing failed.</exception>
    public async Task<(ReadOnlyMemory<byte> Statement, bool IsNew)> AttestAsync(
        BuildRecord record, StoredImage image, StatementSubject? published, CancellationToken cancellationToken)
    {
        byte[] payload = ProvenanceWriter.Write(Say(record, image, published));
        if (await FindAsync(image, payload, cancellationToken) is { } made)
        {
            return (made, IsNew: false);
        }

        await RequireOwnAsync(record, image, cancellationToken);
        if (record.Source is null)
        {
            parts.Feedback.Note(
                $"Where the sources of {record.Image} came from was not recorded when it was built, and is not said.");
        }

        if (published is null)
        {
            // The statement speaks of the manifest of the store too, and with it of every blob that it lists.
            await parts.Store.Images.VerifyAsync(image, cancellationToken);
        }

        byte[] signature = await signer.SignAsync(
            Dsse.Encode(Dsse.StatementType, payload), cancellationToken);
        byte[] statement = new SigstoreBundle(payload, signature, signer.Key.Hint).ToBytes();
        await parts.Store.Statements.AddAsync(image.ImageHash, statement, cancellationToken);
        return (statement, IsNew: true);
    }

    /// <summary>Sees to it that a build may be signed, before any of several is.</summary>
    /// <exception cref="SlipwayException">It is not signed, and nobody can tell that this store built it.</exception>
    public async Task RequireAsync(BuildRecord record, StoredImage image, CancellationToken cancellationToken)
    {
        byte[] payload = ProvenanceWriter.Write(Say(record, image, null));
        if (await FindAsync(image, payload, cancellationToken) is null)
        {
            await RequireOwnAsync(record, image, cancellationToken);
        }
    }

    private async Task RequireOwnAsync(BuildRecord record, StoredImage image, CancellationToken cancellationToken)
    {
        if (record.ImageHash != image.ImageHash
            || !await parts.Store.Builds.IsSealedAsync(record, cancellationToken))
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.BuildUnsealed,
                $"The record of build {record.Id}, which made {record.Image}, is not as this store wrote it down, or "
                + "an older Slipway did: who built what cannot be told, and it is not signed",
                $"Build it again: 'slipway build {record.Image} --force --sign"
                + $"{ScopeText.Option(parts.Push.Scope.Level)}'."));
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(
        StoredImage image, byte[] payload, CancellationToken cancellationToken)
    {
        foreach (var known in await parts.Store.Statements.FindAsync(image.ImageHash.Sha256, cancellationToken))
        {
            if (BundleReader.TryRead(known.Span, out var bundle, out _)
                && bundle.Payload.Span.SequenceEqual(payload)
                && bundle.IsSignedBy(signer.Key))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>Whether a statement is of this key and about what is published.</summary>
    public bool IsOwn(ReadOnlyMemory<byte> statement, PublishedImage published) =>
        BundleReader.TryRead(statement.Span, out var bundle, out _)
        && bundle.IsSignedBy(signer.Key)
        && ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out _)
        && says.SpeaksOf(published.RepoDigest.Sha256)
        && says.SpeaksOf(published.ImageHash.Sha256);

    private Provenance Say(BuildRecord record, StoredImage image, StatementSubject? published)
    {
        // A statement that leaves out what the image was built on would say that there is nothing.
        if (record is not { Result: BuildResult.Succeeded, Parents: { } parents })
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.NothingToSign,
                $"The record of build {record.Id} does not say on which images {record.Image} was built",
                $"It is of an older version; build it again: 'slipway build {record.Image} --force --sign'."));
        }

        string name = record.Image.Value;
        return new Provenance
        {
            Subjects =
            [
                published ?? new StatementSubject(name, image.ManifestDigest),
                new StatementSubject(name, image.ImageHash.Sha256),
            ],
            Image = record.Image,
            Digest = record.Digest,
            Inputs = record.InputsManifest,
            Level = record.Level,
            PullRequest = record.PullRequest,
            Project = record.Project,
            Revision = record.Revision,
            // As it was when it was built: where the checkout stands by now says nothing about it.
            Source = record.Source?.Repository,
            Commit = record.Source?.Commit,
            IsChanged = record.Source?.IsChanged ?? false,
            Parents = parents,
            Externals = record.Externals,
            Builder = builder,
            Build = record.Id,
            Engine = record.Engine,
            Started = record.Started,
            Finished = record.Finished,
        };
    }
}
