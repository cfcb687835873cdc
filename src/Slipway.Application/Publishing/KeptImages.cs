using System.Collections.Immutable;
using Slipway.Application.Decisions;
using Slipway.Application.Published;
using Slipway.Application.Statements;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Publishing;
using Slipway.Trust.Statements;

namespace Slipway.Application.Publishing;

/// <summary>
/// The images of a push that are published already. Whoever can write to the registry could have put them there, so
/// what is about to be pinned or signed is looked into first.
/// </summary>
/// <param name="parts">What is opened.</param>
internal sealed class KeptImages(WorkspaceParts parts)
{
    /// <summary>Sees to it that nothing is pinned or signed that is not what it claims to be.</summary>
    /// <param name="plan">The push.</param>
    /// <param name="signer">Signs those that this store built, where nobody did; null to sign none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was signed now, and what had been.</returns>
    /// <exception cref="SlipwayException">One is refused, or was not signed and cannot be.</exception>
    public async Task<SignedImages> AdmitAsync(
        PushPlan plan, BuildSigner? signer, CancellationToken cancellationToken)
    {
        // What HASH pins is named by its content, and stays what it is.
        PlannedPush[] changed =
        [
            .. plan.Images.Where(image => image.Action == PushAction.Keep
                && (signer is not null
                    || parts.Catalog[image.Candidate.Name].Registry!.RepoDigest
                        != image.Candidate.Published!.RepoDigest)),
        ];
        // Who pushes may have published it anew on purpose; that it is another one is said all the same.
        parts.Warn(
        [
            .. changed
                .Select(image => PublishedVersion.FindMoved(
                    parts.Catalog[image.Candidate.Name].Registry!.RepoDigest,
                    image.Candidate.Target,
                    image.Candidate.Published!.RepoDigest))
                .OfType<Diagnostic>()
                .Select(moved => moved with { Severity = Severity.Warning }),
        ]);
        var layers = new PublishedLayers(parts.Registry, parts.Feedback, MachineLimits.Expansion());
        foreach (var candidate in changed.Select(image => image.Candidate))
        {
            await layers.ProveAsync(candidate.Target, candidate.Published!, cancellationToken);
        }

        var signed = SignedImages.None;
        foreach (var candidate in changed.Select(image => image.Candidate))
        {
            if (signer is not null)
            {
                signed = signed.With(
                    candidate.Name,
                    await signer.SignPublishedAsync(PinnedOf(candidate), candidate.Published!, cancellationToken));
            }
        }

        await PublishedImages.AdmitAsync(
            parts,
            changed.Select(image => (image.Candidate.Name.Value, PinnedOf(image.Candidate).ToString())),
            StatementTarget.NoTree,
            cancellationToken);
        return signed;
    }

    private static ImageReference PinnedOf(PushCandidate candidate) =>
        candidate.Target with { RepoDigest = candidate.Published!.RepoDigest };
}
