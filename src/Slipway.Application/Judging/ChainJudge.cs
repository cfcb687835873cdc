using System.Collections.Immutable;
using Slipway.Application.Trusting;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Judging;

/// <summary>Finds the documents of a chain and has it judged.</summary>
public sealed class ChainJudge
{
    private const string ImageType = "docker-image";

    private readonly WorkspaceParts _parts;

    internal ChainJudge(WorkspaceParts parts) => _parts = parts;

    /// <summary>
    /// Judges a chain that was written down: by the policy that a person named, else by the one that lies beside it, or
    /// the settings and keys that it has itself, which prove nothing of who wrote it down.
    /// </summary>
    /// <param name="folder">The folder with its <c>chain.json</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">The documents cannot be read.</exception>
    public async Task<TrustVerdict> JudgeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var place = new DocumentFolder(folder);
        var (documents, own) = await place.ReadAsync(cancellationToken);
        documents = documents with { Target = documents.Target with { Level = AskedLevel } };
        var policy = _parts.Policies.IsNamed
            ? (await _parts.Policies.RequireAsync(cancellationToken)).Policy
            : await place.FindPolicyAsync(cancellationToken) ?? own;
        var verdict = MustCheck.Apply(ChainVerifier.Verify(documents, policy), policy, elsewhere: null);
        return verdict.Wanted is not [var wanted, ..]
            ? verdict
            : throw new SlipwayException(new Diagnostic(
                TrustCodes.DocumentsUnreadable,
                $"{Display.Line(folder)} ends where the chain was refused when it was collected: "
                    + $"{wanted.Name ?? wanted.Task} was not fetched",
                "Collect it again with the policy by which it is to be judged: "
                    + "'slipway trust collect --policy FILE'."));
    }

    /// <summary>Judges an image of a registry or of the store by its statements, else a chain at Taskcluster.</summary>
    /// <exception cref="SlipwayException">There is no such image or task, or no policy.</exception>
    public async Task<TrustVerdict> JudgeAsync(ChainQuestion question, CancellationToken cancellationToken) =>
        await new ArchiveJudge(_parts).TryJudgeAsync(question.What, cancellationToken)
        ?? await JudgeDigestAsync(question, cancellationToken)
        ?? await new StatementJudge(_parts).TryJudgeAsync(question.What, cancellationToken)
        ?? (await CollectAsync(question, cancellationToken)).Verdict;

    /// <summary>Judges a chain at Taskcluster, and writes its documents into a folder.</summary>
    /// <exception cref="SlipwayException">There is no such task, no policy, or the folder holds a chain
    /// already.</exception>
    public async Task<TrustVerdict> CollectAsync(
        ChainQuestion question, string folder, CancellationToken cancellationToken)
    {
        var (documents, inForce, verdict) = await CollectAsync(question, cancellationToken);
        if (documents.FindTask(documents.Target.TaskId) is { IsKnown: true, Value: null })
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound,
                $"The Queue does not know task {documents.Target.TaskId}",
                "Name a task that it knows; tasks that have expired are gone."));
        }

        var policy = inForce.Policy;
        await new DocumentFolder(folder).WriteAsync(
            ChainWriter.Write(
                documents,
                policy,
                verdict.NotHashed.Select(artifact => (artifact.TaskId, artifact.Name)).ToHashSet(),
                ChainVerifier.Verify(documents, policy).IsAccepted),
            ChainWriter.Allowlist(policy),
            inForce.Content,
            cancellationToken);
        return verdict;
    }

    /// <summary>
    /// Judges every image of the tree that is found: by the chain of the task that built it, what they share fetched
    /// once, else by its statements. What cannot be judged does not stop the others.
    /// </summary>
    /// <param name="withArchives">Whether image archives are downloaded to be hashed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">There is no policy, no deployment, or nothing to judge.</exception>
    public async Task<JudgedTree> JudgeAllAsync(bool withArchives, CancellationToken cancellationToken)
    {
        var policy = (await _parts.Policies.RequireAsync(cancellationToken)).Policy;
        // Only of tasks a deployment is asked.
        var collector = new Lazy<ChainCollector>(() =>
            new ChainCollector(_parts.ChainServices, _parts.Clock, policy) { AsksWholeTrees = true });
        var judged = ImmutableArray.CreateBuilder<JudgedImage>();
        var missing = ImmutableArray.CreateBuilder<ImageName>();
        var (plan, inputs) = await new ChainFinder(_parts).FindAllAsync(cancellationToken);
        foreach (var image in plan.Images.OrderBy(image => image.Name))
        {
            try
            {
                var judging = _parts.BackendKind == BackendKind.Taskcluster
                    ? JudgeTaskAsync(image, collector, withArchives, cancellationToken)
                    : JudgeStatementsAsync(image, inputs, cancellationToken);
                if (await judging is { } one)
                {
                    judged.Add(one);
                }
                else
                {
                    missing.Add(image.Name);
                }
            }
            catch (SlipwayException failure)
            {
                judged.Add(new JudgedImage(image.Name, null, null) { Problem = failure.Diagnostics[0] });
            }
        }

        return judged.Count > 0
            ? new JudgedTree(judged.ToImmutable(), missing.ToImmutable())
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound,
                $"None of the {Units.Count(missing.Count, "image")} of the tree is in the index: nothing was judged",
                "Build them, or say with --backend and --level where they were built."));
    }

    private async Task<JudgedImage?> JudgeStatementsAsync(
        PlannedImage image,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        CancellationToken cancellationToken)
    {
        if (image.Found is null)
        {
            return null;
        }

        // What is known of the others is none of this image's business.
        var own = _parts.Catalog.WithAncestors([image.Name])
            .ToDictionary(known => known.Name, known => inputs[known.Name]);
        var judge = new StatementJudge(_parts);
        try
        {
            return new JudgedImage(image.Name, null, await judge.JudgeAsync(image, own, cancellationToken));
        }
        catch (SlipwayException gone) when (gone.Diagnostics[0].Code == IndexCodes.ImageMissing)
        {
            // The plan may have gone by what was answered some minutes ago; now it is asked.
            return await judge.TryJudgeAsync(image.Name.Value, cancellationToken) is { } verdict
                ? new JudgedImage(image.Name, null, verdict)
                : null;
        }
    }

    private async Task<JudgedImage?> JudgeTaskAsync(
        PlannedImage image, Lazy<ChainCollector> collector, bool withArchives, CancellationToken cancellationToken)
    {
        if (image.Found is not { } found || FoundTask.Of(found.Entry) is not { } task)
        {
            return null;
        }

        var target = await TargetAsync(task, ImageType, cancellationToken);
        var (_, verdict) = await _parts.Feedback.ShowAsync(
            $"verifying {image.Name}", _ => collector.Value.CollectAsync(target, withArchives, cancellationToken));
        return new JudgedImage(image.Name, task.Id, verdict);
    }

    // A digest that a task built counts before one of the store: what the store has of it came from there.
    private async Task<TrustVerdict?> JudgeDigestAsync(ChainQuestion question, CancellationToken cancellationToken) =>
        InputsDigest.TryParse(question.What, out var digest)
        && _parts.BackendKind == BackendKind.Taskcluster
        && _parts.CatalogIfAny is not null
        && await new ChainFinder(_parts).FindOfDigestAsync(digest, cancellationToken) is { } task
            ? (await CollectAsync(question, task, cancellationToken)).Verdict
            : null;

    // The level that a person says; without it the chain has to hold at the level at which it was made.
    private int? AskedLevel => _parts.IsLevelSaid ? _parts.Push.Level.Value : null;

    private async Task<(ChainDocuments Documents, PolicyInForce InForce, TrustVerdict Verdict)> CollectAsync(
        ChainQuestion question, CancellationToken cancellationToken)
    {
        await _parts.Policies.RequireAsync(cancellationToken);
        var task = await new ChainFinder(_parts).FindAsync(question.What, cancellationToken);
        return await CollectAsync(question, task, cancellationToken);
    }

    private async Task<(ChainDocuments Documents, PolicyInForce InForce, TrustVerdict Verdict)> CollectAsync(
        ChainQuestion question, FoundTask task, CancellationToken cancellationToken)
    {
        var inForce = await _parts.Policies.RequireAsync(cancellationToken);
        var collector = new ChainCollector(_parts.ChainServices, _parts.Clock, inForce.Policy);
        var target = await TargetAsync(task, question.TaskType, cancellationToken);
        var (documents, verdict) = await _parts.Feedback.ShowAsync(
            $"verifying {task.Id}",
            _ => collector.CollectAsync(target, question.WithArchives, cancellationToken));
        return (documents, inForce, verdict);
    }

    private async Task<ChainTarget> TargetAsync(
        FoundTask task, string type, CancellationToken cancellationToken) =>
        new(task.Id.Value, type, IsFinished: true)
        {
            Level = AskedLevel,
            Place = task.Namespace is { } ns
                ? await _parts.Guards.Namespaces.PlaceAsync(ns, string.Empty, cancellationToken)
                : null,
        };
}

/// <summary>The verdicts on the images of a tree.</summary>
/// <param name="Images">By name; at least one.</param>
/// <param name="Missing">The images of which nothing is in the index, so that there was nothing to judge.</param>
public sealed record JudgedTree(ImmutableArray<JudgedImage> Images, ImmutableArray<ImageName> Missing)
{
    /// <summary>Whether every image that is found was judged, and accepted.</summary>
    public bool IsAccepted => Images.All(image => image.Verdict is { IsAccepted: true });
}

/// <summary>An image of the tree, and the verdict on it.</summary>
/// <param name="Task">The task that built it; null for one that is judged by its statements.</param>
/// <param name="Verdict">Null when it could not be judged; then <see cref="Problem"/> says why.</param>
public sealed record JudgedImage(ImageName Image, TaskId? Task, TrustVerdict? Verdict)
{
    /// <summary>Why it could not be judged; null when it was.</summary>
    public Diagnostic? Problem { get; init; }
}
