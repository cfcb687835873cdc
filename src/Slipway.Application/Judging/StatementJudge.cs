using Slipway.Application.Published;
using Slipway.Application.Statements;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Judging;

/// <summary>Judges images that no task made: by statements that were signed about their builds.</summary>
internal sealed class StatementJudge(WorkspaceParts parts)
{
    /// <param name="what">What a person named.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it is no image of a registry or of the store: then a task is meant.</returns>
    /// <exception cref="SlipwayException">There is no such image, or no policy.</exception>
    public async Task<TrustVerdict?> TryJudgeAsync(string what, CancellationToken cancellationToken)
    {
        var subjects = new ImageSubjects(parts, isFetched: false);
        if (ImageSubjects.ReferenceOf(what) is { } reference)
        {
            var manifest = await subjects.FindAsync(reference, cancellationToken);
            var asked = await new RepositoryImages(parts).FindAsync(reference, cancellationToken);
            var judged = await JudgeAsync(
                new StatementTarget(reference.ToString(), manifest.Descriptor.Digest)
                {
                    Image = asked.Name,
                    Tree = asked.Tree,
                    IsAnyBuild = asked.IsAnyBuild,
                    Scope = asked.Scope,
                },
                new JoinedStatements(
                    new RegistryStatements(parts.Registry, reference.Repository) { Tell = parts.Feedback.Note },
                    parts.StoreToRead.Statements),
                what,
                cancellationToken);
            return judged.IsAccepted
                && PublishedVersion.FindMoved(asked.Pinned, reference, manifest.RepoDigest) is { } moved
                    ? Refused(judged, StatementVerifier.ExpectationRule, moved.Message)
                    : judged;
        }

        if (!await subjects.IsOfStoreAsync(what, cancellationToken))
        {
            return null;
        }

        return await JudgeAsync(subjects, await subjects.FindAsync(what, cancellationToken), what, cancellationToken);
    }

    /// <summary>Judges an image of the tree that was planned, and found.</summary>
    /// <param name="planned">The image.</param>
    /// <param name="inputs">What it and its ancestors are made of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">There is no such image, or no policy.</exception>
    public async Task<TrustVerdict> JudgeAsync(
        PlannedImage planned,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        CancellationToken cancellationToken)
    {
        var subjects = new ImageSubjects(parts, isFetched: false);
        return await JudgeAsync(
            subjects,
            await subjects.FindAsync(planned, inputs, cancellationToken),
            planned.Name.Value,
            cancellationToken);
    }

    private async Task<TrustVerdict> JudgeAsync(
        ImageSubjects subjects, StoredImage image, string what, CancellationToken cancellationToken)
    {
        var verdict = await JudgeAsync(
            new StatementTarget(what, image.ImageHash.Sha256)
            {
                ImageHash = image.ImageHash,
                Image = subjects.Found?.Name,
                Tree = subjects.Found?.Tree ?? StatementTarget.NoTree,
                Scope = subjects.Scope,
            },
            subjects.StatementsOf(image),
            what,
            cancellationToken);
        return subjects.FoundBy is var (entry, index)
            ? await HoldPlaceAsync(verdict, entry, index, cancellationToken)
            : verdict;
    }

    // Who can write to an index can lead back to what was good once; 'load' refuses that too.
    private async Task<TrustVerdict> HoldPlaceAsync(
        TrustVerdict verdict, IndexEntry entry, string index, CancellationToken cancellationToken)
    {
        var policy = (await parts.Policies.RequireAsync(cancellationToken)).Policy;
        return verdict.IsAccepted
            && await parts.Guards.Namespaces.FindOldAsync(entry, index, policy, cancellationToken) is { } fault
                ? Refused(verdict, PlaceFault.Age, fault.Message)
                : verdict;
    }

    private static TrustVerdict Refused(TrustVerdict verdict, string rule, string reason) => verdict with
    {
        IsAccepted = false,
        Rule = rule,
        Reason = reason,
        Links = verdict.Links.SetItem(0, verdict.Links[0] with
        {
            Checks = verdict.Links[0].Checks.Add(new TrustCheck(rule, CheckState.Failed, reason)),
        }),
    };

    /// <summary>Judges an image by what a source has.</summary>
    /// <param name="target">The image.</param>
    /// <param name="source">The source.</param>
    /// <param name="handle">How commands name the image; null for one that came in a file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">There is no policy, or the source failed.</exception>
    public async Task<TrustVerdict> JudgeAsync(
        StatementTarget target, IStatementSource source, string? handle, CancellationToken cancellationToken)
    {
        Level? level = parts.IsLevelSaid ? parts.Push.Level : null;
        var policy = (await parts.Policies.RequireAsync(cancellationToken)).Policy;
        // What a person says counts before what the place says.
        var asked = level is { } known ? target with { Scope = IndexScope.Of(known) } : target;
        var verdict = await parts.Feedback.ShowAsync(
            $"verifying {target.Name}",
            _ => new StatementVerifier(source, policy, parts.Clock.GetUtcNow())
                .VerifyAsync(asked, cancellationToken));
        return new ParentAdvice(parts.Policies, level, parts.SharedIfAny is not null).Give(verdict, handle);
    }
}
